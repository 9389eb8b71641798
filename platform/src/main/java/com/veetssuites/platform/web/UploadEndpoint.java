package com.veetssuites.platform.web;

/**
 * A place that takes files: the only kind that may be sent a multipart body, which is bounded by
 * the multipart settings. Declared as a bean by whoever handles it.
 *
 * @param method such as {@code POST}
 * @param path without a trailing slash
 */
public record UploadEndpoint(String method, String path) {

  boolean matches(String requestMethod, String requestPath) {
    return method.equals(requestMethod)
        && (requestPath.equals(path) || requestPath.equals(path + "/"));
  }
}

package com.veetssuites.platform.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Writes the errors of the server itself, such as a request line that is none, as problem details
 * too.
 *
 * <p>Public because Tomcat creates it by name.
 */
public final class ProblemReportValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    if (status == null
        || !status.isError()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    String body =
        """
        {"type":"about:blank","title":"%s","status":%d,"detail":"%s"}\
        """
            .formatted(
                status.getReasonPhrase(),
                status.value(),
                status.is4xxClientError()
                    ? "The request is not one that HTTP or this API allows."
                    : "The request failed for a reason that is not yours.");
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      // the client went away: there is nobody to tell
    }
  }
}

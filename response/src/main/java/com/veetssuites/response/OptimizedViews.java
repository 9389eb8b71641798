package com.veetssuites.response;

import com.veetssuites.query.OptimizedResource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The views of controllers annotated {@link OptimizedResource}: its GET handlers, each with the
 * timeout of lists or of details.
 */
final class OptimizedViews {

  private OptimizedViews() {}

  /**
   * What {@link CachedView} would say; null when the answers are not kept.
   *
   * @throws InvalidView when a timeout is no duration
   */
  static @Nullable CachedView view(HandlerMethod handler, RequestMappingInfo mapping) {
    Class<?> type = handler.getBeanType();
    OptimizedResource resource =
        AnnotatedElementUtils.findMergedAnnotation(type, OptimizedResource.class);
    if (resource == null) {
      return null;
    }
    check(type, "listCacheTimeout", resource.listCacheTimeout());
    check(type, "detailCacheTimeout", resource.detailCacheTimeout());
    String timeout = detail(mapping) ? resource.detailCacheTimeout() : resource.listCacheTimeout();
    return timeout.isEmpty()
        ? null
        : MergedAnnotation.of(CachedView.class, Map.of("timeout", timeout)).synthesize();
  }

  private static void check(Class<?> type, String name, String timeout) {
    if (timeout.isEmpty()) {
      return;
    }
    String problem = null;
    try {
      if (Durations.parse(timeout).isZero()) {
        problem = "of 0; leave it away to cache nothing.";
      }
    } catch (IllegalArgumentException e) {
      problem = e.getMessage() + ".";
    }
    if (problem != null) {
      throw new InvalidView(
          "@OptimizedResource", type.getSimpleName(), "has the " + name + " " + problem);
    }
  }

  private static boolean detail(RequestMappingInfo mapping) {
    for (PathPattern pattern : ResponseCache.patterns(mapping)) {
      String path = pattern.getPatternString();
      if (path.endsWith("}") || path.endsWith("}/")) {
        return true;
      }
    }
    return false;
  }
}

package com.veetssuites.response;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.RegionStatistics;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.response.View.Plan;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The cached views of an application, and what is kept of them. One an application; safe for use by
 * many threads once it is {@linkplain #open open}.
 */
public final class ResponseCache {

  static final String SITE = "site";

  /** Whether the module is there that {@code @OptimizedResource} is of. */
  private static final boolean OPTIMIZED =
      ClassUtils.isPresent(
          "com.veetssuites.query.OptimizedResource", ResponseCache.class.getClassLoader());

  private final TieredCaches caches;
  private final ResponseSettings settings;
  private final @Nullable MeterRegistry meters;
  private final Map<String, View> views = new LinkedHashMap<>();
  private volatile Routes routes = new Routes(Map.of(), List.of(), null);

  /**
   * A cache without views.
   *
   * @param meters where requests are counted; null for nowhere
   */
  public ResponseCache(
      TieredCaches caches, ResponseSettings settings, @Nullable MeterRegistry meters) {
    this.caches = caches;
    this.settings = settings;
    this.meters = meters;
  }

  /**
   * Finds the views among the handlers of an application. To be called once, before the first
   * request.
   *
   * @throws InvalidView when one of them cannot be cached as its annotation says
   */
  public void open(
      Collection<? extends RequestMappingInfoHandlerMapping> mappings,
      List<ViewParameters> parameters) {
    Map<PathPattern, @Nullable View> byPattern = new HashMap<>();
    Map<String, String> owners = new HashMap<>();
    View site = site();
    if (site != null) {
      owners.put(SITE, "the site-wide mode");
    }
    for (RequestMappingInfoHandlerMapping handlers : mappings) {
      handlers
          .getHandlerMethods()
          .forEach((mapping, handler) -> {
            View view = view(mapping, handler, parameters, owners);
            if (!ViewReader.reads(mapping)) {
              return;
            }
            for (PathPattern pattern : patterns(mapping)) {
              add(byPattern, pattern, handler, view, site);
            }
          });
    }
    List<PathPattern> excluded =
        settings.site() == null
            ? List.of()
            : settings.site().exclude().stream()
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
    routes = new Routes(byPattern, excluded, site);
  }

  private void add(
      Map<PathPattern, @Nullable View> byPattern,
      PathPattern pattern,
      HandlerMethod handler,
      @Nullable View view,
      @Nullable View site) {
    // Neither the endpoints of Actuator nor the error page of Spring Boot are pages of the site.
    boolean left =
        annotated(handler, NotCached.class) != null
            || handler.getBeanType().getName().startsWith("org.springframework.boot.");
    View chosen = view != null ? view : left ? null : site;
    if (byPattern.containsKey(pattern)) {
      View other = byPattern.get(pattern);
      View cached = view != null ? view : other;
      if (cached != null && cached != site) {
        throw new InvalidView(
            handler.getBeanType().getSimpleName() + "." + handler.getMethod().getName(),
            "shares the path %s with another handler of GET; give the cached one a path of its own."
                .formatted(pattern.getPatternString()));
      }
      chosen = chosen == null || other == null ? null : chosen;
    }
    byPattern.put(pattern, chosen);
  }

  private @Nullable View view(
      RequestMappingInfo mapping,
      HandlerMethod handler,
      List<ViewParameters> parameters,
      Map<String, String> owners) {
    CachedView own =
        AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), CachedView.class);
    CachedView annotation =
        own != null ? own : ViewReader.reads(mapping) ? annotated(handler, CachedView.class) : null;
    if (annotation == null
        && OPTIMIZED
        && ViewReader.reads(mapping)
        && annotated(handler, NotCached.class) == null) {
      annotation = OptimizedViews.view(handler, mapping);
    }
    if (annotation == null
        || (own == null
            && AnnotatedElementUtils.hasAnnotation(handler.getMethod(), NotCached.class))) {
      return null;
    }
    ViewReader reader = new ViewReader(handler, mapping, annotation, parameters);
    Plan plan = reader.read(settings.timeout());
    String other = owners.putIfAbsent(plan.name(), reader.name());
    if (other != null) {
      throw new InvalidView(
          reader.name(),
          "has the key \"%s\" of %s; two views need two keys."
              .formatted(String.join(":", plan.key()), other));
    }
    return opened(plan);
  }

  private View opened(Plan plan) {
    View view =
        new View(
            plan, caches, settings, new ViewMeters(meters, settings.requestMeter(), plan.name()));
    views.put(plan.name(), view);
    return view;
  }

  private @Nullable View site() {
    ResponseSettings.Site site = settings.site();
    if (site == null) {
      return null;
    }
    return opened(
        new Plan(
            SITE,
            List.of(site.keyPrefix().split(":", -1)),
            null,
            Set.of(),
            site.timeout(),
            Duration.ZERO,
            Duration.ZERO,
            null,
            false,
            false,
            Set.of(200),
            null,
            null));
  }

  private static <A extends Annotation> @Nullable A annotated(
      HandlerMethod handler, Class<A> type) {
    A own = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), type);
    return own != null
        ? own
        : AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), type);
  }

  static Collection<PathPattern> patterns(RequestMappingInfo mapping) {
    PathPatternsRequestCondition condition = mapping.getPathPatternsCondition();
    return condition == null ? List.of() : condition.getPatterns();
  }

  Routes routes() {
    return routes;
  }

  ResponseSettings settings() {
    return settings;
  }

  TieredCaches caches() {
    return caches;
  }

  /** What each view has done so far, by its name. */
  public Map<String, RegionStatistics> statistics() {
    Map<String, RegionStatistics> statistics = new LinkedHashMap<>();
    views.forEach((name, view) -> statistics.put(name, view.region.statistics()));
    return statistics;
  }

  /** Drops the answers that depend on this tag, on every node. */
  public void purge(Tag tag) {
    caches.invalidate(tag);
  }

  /** Drops the answers whose keys match, such as {@code courses:list:*}, on every node. */
  public void purge(String pattern) {
    caches.invalidatePattern(pattern);
  }

  /** Drops all answers, on every node; and whatever else has a key below that of a view. */
  public void purge() {
    for (View view : views.values()) {
      CacheKey prefix = view.region.spec().prefix();
      caches.invalidate(prefix);
    }
  }
}

package com.veetssuites.response;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One cached view: what its annotation says, checked, and the region with its answers. */
final class View {

  private static final Logger LOGGER = LoggerFactory.getLogger(View.class);

  /**
   * What a view is to do.
   *
   * @param key the segments of the key; one in braces is a path variable or {@code {viewer}}
   * @param params the query parameters that count; null for all of them
   * @param varyOn the request headers whose values are part of the key
   * @param handler null when any handler may answer
   * @param type the content type that the answers probably have, or null
   */
  record Plan(
      String name,
      List<String> key,
      @Nullable Set<String> params,
      Set<String> varyOn,
      Duration timeout,
      Duration staleWhileRevalidate,
      Duration staleIfError,
      @Nullable Duration sharedMaxAge,
      boolean shared,
      boolean allowNoCache,
      Set<Integer> statuses,
      @Nullable Method handler,
      @Nullable String type) {}

  final Plan plan;
  final TieredCache<String, StoredResponse> region;
  final ViewMeters meters;
  private final boolean viewerInKey;
  private final AtomicBoolean told = new AtomicBoolean();

  /** The content type of the answers, as far as it is known; see {@link #accepts}. */
  private volatile @Nullable String type;

  View(Plan plan, TieredCaches caches, ResponseSettings settings, ViewMeters meters) {
    this.plan = plan;
    this.meters = meters;
    this.type = plan.type();
    this.viewerInKey = plan.key().contains("{viewer}");
    this.region =
        caches.region(
            CacheSpec.<String, StoredResponse>of(
                    "response." + plan.name(), new StoredResponseCodec(settings.maxBody()))
                .prefix(prefix(plan.key()))
                .key(CacheKey::parse)
                .weigher(StoredResponse::weight)
                .timeToLive(plan.timeout())
                .negativeTimeToLive(Duration.ZERO)
                .staleWhileRevalidate(plan.staleWhileRevalidate())
                .failSafe(plan.staleIfError())
                .joinTimeout(settings.joinTimeout())
                .maxWeight(settings.maxWeight())
                .maxValueBytes(settings.maxBody() * 2 + (64 << 10))
                .compressAbove(Integer.MAX_VALUE) // long bodies are compressed already
                .refreshInCaller(true)
                .build());
  }

  private static CacheKey prefix(List<String> segments) {
    List<String> fixed = segments.stream().takeWhile(s -> !s.startsWith("{")).toList();
    return CacheKey.parse(String.join(":", fixed));
  }

  /** What is kept under the key; null when no key may be like this. */
  @Nullable String key(
      Map<String, String> variables,
      Query query,
      @Nullable String viewer,
      List<StoredResponse.Header> varied,
      @Nullable String origin,
      @Nullable String host,
      @Nullable String variant) {
    KeyText key = new KeyText();
    for (String segment : plan.key()) {
      if (!segment.startsWith("{")) {
        key.segment(segment);
      } else if (segment.equals("{viewer}")) {
        if (viewer == null) {
          key.segment("@nobody");
        } else {
          key.value(viewer);
        }
      } else {
        key.value(variables.getOrDefault(segment.substring(1, segment.length() - 1), ""));
      }
    }
    key.query(query);
    key.own("as", variant);
    if (plan.shared()) {
      // Nobody's answer is not that of who was let in: the application may refuse the former.
      key.own("shared", viewer == null ? null : "verified");
    } else if (!viewerInKey) {
      key.own("viewer", viewer);
    }
    for (StoredResponse.Header header : varied) {
      key.own(header.name(), header.value());
    }
    return key.own("origin", origin).own("at", host).finish();
  }

  /** Whether answers are kept by what the client accepts, as in the site-wide mode. */
  boolean acceptInKey() {
    return plan.handler() == null || plan.varyOn().contains("Accept");
  }

  /** Whether the answers of this view are what this {@code Accept} likes best. */
  boolean accepts(@Nullable String accept) {
    return type == null || acceptInKey() || Negotiation.prefers(accept, type);
  }

  /**
   * Whether an answer of this type may be kept. Who accepts anything gets what the application
   * likes best, and that becomes the type of the view; of others only that type is kept.
   */
  boolean keeps(@Nullable String accept, @Nullable String contentType) {
    if (type == null || acceptInKey()) {
      return true;
    }
    if (Negotiation.anything(accept)) {
      if (contentType != null) {
        type = bare(contentType);
      }
      return true;
    }
    String known = type;
    return known != null && contentType != null && known.equals(bare(contentType));
  }

  private static String bare(String contentType) {
    int semicolon = contentType.indexOf(';');
    return (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip();
  }

  /** Says once why answers of this view are not kept. */
  void tellOnce(String why) {
    if (told.compareAndSet(false, true)) {
      LOGGER.warn("Answers of the view {} are not cached: {}", plan.name(), why);
    }
  }
}

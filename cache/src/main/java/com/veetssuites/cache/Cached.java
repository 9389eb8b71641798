package com.veetssuites.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A value with where it came from.
 *
 * @param value null when it is known that there is none
 * @param origin who had it
 * @param age how long ago it was loaded, by the clocks of the nodes
 * @param timeToLive how long it is still fresh; zero when it is stale
 */
public record Cached<V>(@Nullable V value, Origin origin, Duration age, Duration timeToLive) {

  /** Who had a value. */
  public enum Origin {
    /** The memory of this process. */
    LOCAL,
    /** The second level. */
    REMOTE,
    /** It was loaded by this caller. */
    LOADED,
    /** It was loaded by another caller at the same time. */
    JOINED,
    /** It was past its time, and served while it is loaded anew or because it could not be. */
    STALE
  }
}

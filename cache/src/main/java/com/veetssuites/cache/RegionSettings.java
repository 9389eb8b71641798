package com.veetssuites.cache;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says about a region; null where it says nothing, and what holds then. See
 * {@link CacheSpec} for what each of them means.
 *
 * @param timeToLive how long a value is fresh; 300 s
 * @param staleWhileRevalidate how long after that it is still served while it is loaded anew; 0
 * @param failSafe how long after its time a value may be served when it cannot be loaded; 0
 * @param negativeTimeToLive how long the absence of a value is believed; 30 s
 * @param jitter the share of the time to live that is taken off at random, from 0 to below 1; 0.1
 * @param softLoadTimeout after this a stale value is served while the load goes on; none
 * @param hardLoadTimeout after this a load is given up; none
 * @param joinTimeout how long a caller waits for the load of another; 10 s
 * @param maxStaleness how far behind the log this node may be and still serve; that of the cache
 * @param serveUnproven whether values are served when the node cannot prove how far behind it is;
 *     false
 * @param maxWeight bytes of values in memory; 64 MiB
 * @param maxValueBytes a larger value is not cached; 4 MiB
 * @param compressAbove a longer encoded value is compressed in the second level; 4 KiB
 * @param remote whether the second level is used; true
 * @param lease whether only one node at a time loads a key; false
 */
public record RegionSettings(
    @Nullable Duration timeToLive,
    @Nullable Duration staleWhileRevalidate,
    @Nullable Duration failSafe,
    @Nullable Duration negativeTimeToLive,
    @Nullable Double jitter,
    @Nullable Duration softLoadTimeout,
    @Nullable Duration hardLoadTimeout,
    @Nullable Duration joinTimeout,
    @Nullable Duration maxStaleness,
    @Nullable Boolean serveUnproven,
    @Nullable Long maxWeight,
    @Nullable Integer maxValueBytes,
    @Nullable Integer compressAbove,
    @Nullable Boolean remote,
    @Nullable Boolean lease) {

  /** Says nothing. */
  public static final RegionSettings NONE =
      new RegionSettings(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  private static final CacheSpec<String, String> PLAIN =
      CacheSpec.<String, String>of("plain", String.class).build();

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException when no region can have one of them
   */
  public RegionSettings {
    CacheSpec.Builder<String, String> builder = CacheSpec.of("checked", String.class);
    given(timeToLive, builder::timeToLive);
    given(staleWhileRevalidate, builder::staleWhileRevalidate);
    given(failSafe, builder::failSafe);
    given(negativeTimeToLive, builder::negativeTimeToLive);
    given(jitter, builder::jitter);
    given(softLoadTimeout, builder::softLoadTimeout);
    given(hardLoadTimeout, builder::hardLoadTimeout);
    given(joinTimeout, builder::joinTimeout);
    given(maxStaleness, builder::maxStaleness);
    given(maxWeight, builder::maxWeight);
    given(maxValueBytes, builder::maxValueBytes);
  }

  private static <T> void given(@Nullable T value, Consumer<T> check) {
    if (value != null) {
      check.accept(value);
    }
  }

  /** The specification with these settings, whatever it said itself. */
  <K, V> CacheSpec<K, V> over(CacheSpec<K, V> spec) {
    return merge(spec, false);
  }

  /** The specification with these settings where it says what every region says. */
  <K, V> CacheSpec<K, V> under(CacheSpec<K, V> spec) {
    return merge(spec, true);
  }

  private <K, V> CacheSpec<K, V> merge(CacheSpec<K, V> spec, boolean under) {
    var pick = new Pick(spec, under);
    return new CacheSpec<>(
        spec.name(),
        spec.prefix(),
        spec.key(),
        spec.codec(),
        spec.weigher(),
        pick.always(timeToLive, CacheSpec::timeToLive),
        pick.always(staleWhileRevalidate, CacheSpec::staleWhileRevalidate),
        pick.always(failSafe, CacheSpec::failSafe),
        pick.always(negativeTimeToLive, CacheSpec::negativeTimeToLive),
        pick.always(jitter, CacheSpec::jitter),
        pick.maybe(softLoadTimeout, spec.softLoadTimeout(), PLAIN.softLoadTimeout()),
        pick.maybe(hardLoadTimeout, spec.hardLoadTimeout(), PLAIN.hardLoadTimeout()),
        pick.always(joinTimeout, CacheSpec::joinTimeout),
        pick.maybe(maxStaleness, spec.maxStaleness(), PLAIN.maxStaleness()),
        pick.always(serveUnproven, CacheSpec::serveUnproven),
        pick.always(maxWeight, CacheSpec::maxWeight),
        pick.always(maxValueBytes, CacheSpec::maxValueBytes),
        pick.always(compressAbove, CacheSpec::compressAbove),
        pick.always(remote, CacheSpec::remote),
        pick.always(lease, CacheSpec::lease),
        spec.refreshInCaller());
  }

  /** Which of two values holds. */
  private record Pick(CacheSpec<?, ?> spec, boolean under) {

    <T> T always(@Nullable T setting, Function<CacheSpec<?, ?>, T> part) {
      T own = part.apply(spec);
      return setting == null || (under && !own.equals(part.apply(PLAIN))) ? own : setting;
    }

    <T> @Nullable T maybe(@Nullable T setting, @Nullable T own, @Nullable T plain) {
      return setting == null || (under && !Objects.equals(own, plain)) ? own : setting;
    }
  }
}

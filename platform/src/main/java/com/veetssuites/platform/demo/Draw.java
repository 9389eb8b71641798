package com.veetssuites.platform.demo;

import java.util.List;

/**
 * Random draws for one row: the same for the same seed, kind and index, whatever was drawn for
 * other rows. So a larger set of data holds the rows of a smaller one.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, 2014).
 */
final class Draw {

  static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private long state;

  private Draw(long state) {
    this.state = state;
  }

  static Draw of(long seed, String kind, long index) {
    return new Draw(mix(mix(seed ^ kind.hashCode() * GOLDEN_RATIO) + index * GOLDEN_RATIO));
  }

  /** A bijection: different numbers stay different. */
  static long mix(long z) {
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  long bits() {
    state += GOLDEN_RATIO;
    return mix(state);
  }

  /** From 0 to 1, exclusive. */
  double unit() {
    return (bits() >>> 11) * 0x1p-53;
  }

  /** From 0 to the bound, exclusive. */
  long below(long bound) {
    return Math.unsignedMultiplyHigh(bits(), bound);
  }

  int below(int bound) {
    return (int) below((long) bound);
  }

  /** From 0 to the bound, exclusive; the larger the skew above 1, the more of them are small. */
  int skewed(int bound, double skew) {
    return (int) (bound * Math.pow(unit(), skew));
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }
}

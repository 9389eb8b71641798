package com.veetssuites.monitor;

/**
 * Where something begins to be wrong, and where it is well again: in between it stays as it is.
 *
 * @param above whether more is worse; otherwise less is
 * @param resolve on the good side of the threshold, or the threshold itself
 */
public record AlertLimit(boolean above, double threshold, double resolve) {

  boolean exceededBy(double value) {
    return above ? value > threshold : value < threshold;
  }

  boolean keptBy(double value) {
    return above ? value <= resolve : value >= resolve;
  }

  /** How wrong a value is, to compare values by. */
  double badness(double value) {
    return above ? value - threshold : threshold - value;
  }

  String text(AlertUnit unit) {
    return (above ? "above " : "below ") + unit.text(threshold);
  }
}

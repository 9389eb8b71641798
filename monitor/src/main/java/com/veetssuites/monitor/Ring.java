package com.veetssuites.monitor;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last frames of one length, oldest first. Safe for many threads. */
final class Ring {

  private final int mostFrames;
  private final int mostPoints;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private int points;

  /**
   * @param mostPoints of all frames together: with many series fewer frames are kept
   */
  Ring(int mostFrames, int mostPoints) {
    this.mostFrames = mostFrames;
    this.mostPoints = mostPoints;
  }

  synchronized void add(Frame frame) {
    frames.addLast(frame);
    points += frame.points().size();
    while (frames.size() > mostFrames || (points > mostPoints && frames.size() > 1)) {
      points -= frames.removeFirst().points().size();
    }
  }

  /** Those that begin at this moment or later. */
  synchronized List<Frame> since(Instant moment) {
    return frames.stream().filter(frame -> !frame.start().isBefore(moment)).toList();
  }
}

package com.veetssuites.monitor;

/**
 * What measures something. A bean of this type is asked again and again by one thread, never by two
 * at once; one that throws is asked again the next time and does not keep the others.
 */
public interface Collector {

  /** How often it is asked. */
  enum Pace {
    /** It only reads memory, and takes microseconds. */
    EVERY_SECOND,
    /** It may ask the database, or go over much; it is not waited for. */
    EVERY_TEN_SECONDS
  }

  Pace pace();

  /** Adds what has happened since it was asked the last time, and how things are now. */
  void collect(Frame.Builder frame);
}

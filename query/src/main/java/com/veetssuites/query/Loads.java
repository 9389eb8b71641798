package com.veetssuites.query;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The loads that a mapper between objects and tables has under way in a thread, one within the
 * other. A statement that runs belongs to the innermost of them. Not for other threads.
 */
public final class Loads {

  /** What sets a load off. */
  public enum Trigger {
    /** A collection was touched. */
    COLLECTION,
    /** A reference was touched. */
    REFERENCE,
    /** A to-one association is always read with its owner, and the query did not. */
    EAGER,
    /** The program asked for the entity by its id. */
    FIND
  }

  private static final ThreadLocal<Loads> MINE = ThreadLocal.withInitial(Loads::new);

  private static final class Frame {
    private Trigger trigger = Trigger.FIND;
    private @Nullable Object what;
    private @Nullable Object key;
    private @Nullable Object session;
    private @Nullable Associations source;
    private int statements;
  }

  private Frame[] frames = new Frame[0];
  private int depth;

  private Loads() {}

  /** Those of the calling thread; null outside of any {@link QueryScope}. */
  public static @Nullable Loads here() {
    return QueryScope.current() == null ? null : MINE.get();
  }

  /**
   * Says that a load begins; {@link #end} is called for it whatever happens.
   *
   * @param what the collection or the name of the entity
   * @param key of the entity, or of the owner of the collection
   */
  public void begin(Trigger trigger, Object what, Object key, Object session, Associations source) {
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, depth + 4);
    }
    Frame frame = frames[depth];
    if (frame == null) {
      frame = new Frame();
      frames[depth] = frame;
    }
    depth++;
    frame.trigger = trigger;
    frame.what = what;
    frame.key = key;
    frame.session = session;
    frame.source = source;
    frame.statements = 0;
  }

  /** Says that the innermost load is over. */
  public void end() {
    depth--;
    Frame frame = frames[depth];
    frame.what = null;
    frame.key = null;
    frame.session = null;
    frame.source = null;
  }

  /** A statement that ran for a load: the first of them is the one that counts. */
  record Load(
      Trigger trigger,
      Object what,
      Object key,
      Object session,
      Associations source,
      boolean first) {}

  /** The load that a statement of the calling thread has just run for. */
  static @Nullable Load ran() {
    Loads mine = MINE.get();
    if (mine.depth == 0) {
      return null;
    }
    Frame frame = mine.frames[mine.depth - 1];
    Object what = frame.what;
    Object key = frame.key;
    Object session = frame.session;
    Associations source = frame.source;
    if (what == null || key == null || session == null || source == null) {
      return null;
    }
    return new Load(frame.trigger, what, key, session, source, frame.statements++ == 0);
  }
}

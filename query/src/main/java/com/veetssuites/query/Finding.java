package com.veetssuites.query;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Statements that one piece of work ran one by one where a single one would have done.
 *
 * @param scope the work: a route, the type of a task, a test
 * @param subject what was read: an association as {@code Course.sessions}, an entity, a statement
 * @param callSite where the program set them off; null where only libraries were at work
 * @param statements how many there were
 * @param parent the statement that had read the owners; null where none had
 * @param fix what to write, or to do
 * @param before statements of the work in all
 * @param after how many it would be with the fix
 */
public record Finding(
    Kind kind,
    String scope,
    String subject,
    @Nullable CallSite callSite,
    int statements,
    @Nullable String parent,
    String fix,
    int before,
    int after) {

  /** What has repeated. */
  public enum Kind {
    /** A collection, once for each owner. */
    TO_MANY,
    /** A lazy reference, once for each entity that it leads to. */
    TO_ONE,
    /** A reference that is always read, by a query that did not join it. */
    EAGER_TO_ONE,
    /** A reference by id that no entity holds. */
    REFERENCE_LOOP,
    /** A find by id. */
    FIND_LOOP,
    /** A query with other values each time. */
    QUERY_LOOP,
    /** A query with the same values, and nothing written in between. */
    REPEATED_QUERY;

    /** As in meters and files: {@code to-many}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the subject is an association. */
    public boolean association() {
      return this == TO_MANY || this == TO_ONE || this == EAGER_TO_ONE;
    }
  }

  /** The same for the same fault in each run and build: it has no line and no number. */
  public String key() {
    return "%s | %s | %s | %s"
        .formatted(kind.label(), subject, scope, callSite == null ? "-" : callSite.place());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(256);
    text.append(scope).append(": ").append(described());
    if (callSite != null) {
      text.append(" at ").append(callSite);
    }
    if (parent != null) {
      text.append(", after \"").append(parent).append('"');
    }
    return text.append(". Fix: ")
        .append(fix)
        .append(". Statements ")
        .append(before)
        .append(" → ")
        .append(after)
        .append('.')
        .toString();
  }

  private String described() {
    return switch (kind) {
      case TO_MANY, TO_ONE -> "N+1: " + subject + " was loaded by " + statements + " statements";
      case EAGER_TO_ONE ->
          "N+1: " + subject + ", eager but not joined, was loaded by " + statements + " statements";
      case REFERENCE_LOOP -> subject + " was loaded " + statements + " times through getReference";
      case FIND_LOOP -> subject + " was found by its id " + statements + " times in a loop";
      case QUERY_LOOP -> "a query ran " + statements + " times in a loop: \"" + subject + "\"";
      case REPEATED_QUERY ->
          "a query ran " + statements + " times with the same values: \"" + subject + "\"";
    };
  }
}

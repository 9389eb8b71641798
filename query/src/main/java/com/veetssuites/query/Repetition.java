package com.veetssuites.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One thing that took a statement each time, with the places that set it off. */
final class Repetition {

  private static final int MOST_SITES = 8;

  /** When so many came from one place, the rest is taken to come from there. */
  private static final int SURE = 32;

  /** A place and how many statements it has set off. */
  private static final class Site {
    private final @Nullable CallSite place;
    private int count;

    private Site(@Nullable CallSite place) {
      this.place = place;
    }
  }

  final Finding.Kind kind;
  final Object subject;
  final StatementStatistics statement;
  private final List<Site> sites = new ArrayList<>(1);
  private int count;
  private int looked;
  private int worst;
  private @Nullable CallSite worstSite;

  /** When it last happened: for the reader of pages and the loop of transactions. */
  int lastOrdinal;

  int writesSeen;
  int session;
  @Nullable Object lastKey;
  @Nullable StatementStatistics parent;
  @Nullable String path;
  boolean nested;

  Repetition(Finding.Kind kind, Object subject, StatementStatistics statement) {
    this.kind = kind;
    this.subject = subject;
    this.statement = statement;
  }

  @Nullable Association association() {
    return subject instanceof Association association ? association : null;
  }

  /** Begins anew; what was found is kept. */
  void restart() {
    count = 0;
    looked = 0;
    sites.clear();
  }

  /** Counts one of which nobody looks where it came from. */
  void addUnseen() {
    count++;
  }

  /**
   * Counts one.
   *
   * @return whether it is a finding from now on
   */
  boolean add(int threshold) {
    if (count + 1 < threshold - 1) {
      count++;
      return false;
    }
    if (sites.size() == 1 && looked >= SURE) {
      return add(sites.getFirst(), threshold);
    }
    CallSite.Look look = CallSite.look();
    if (look.asked()) {
      return false;
    }
    looked++;
    Site site = site(look.site());
    return site != null && add(site, threshold);
  }

  private boolean add(Site site, int threshold) {
    count++;
    site.count++;
    int here = sites.size() == 1 ? count : site.count;
    if (here > worst) {
      boolean first = worst < threshold && here >= threshold;
      worst = here;
      worstSite = site.place;
      return first;
    }
    return false;
  }

  private @Nullable Site site(@Nullable CallSite place) {
    for (Site each : sites) {
      if (same(each.place, place)) {
        return each;
      }
    }
    if (sites.size() == MOST_SITES) {
      return null;
    }
    Site added = new Site(place);
    sites.add(added);
    return added;
  }

  private static boolean same(@Nullable CallSite one, @Nullable CallSite other) {
    if (one == null || other == null) {
      return one == other;
    }
    return one.line() == other.line()
        && one.type().equals(other.type())
        && Objects.equals(one.method(), other.method());
  }

  int count() {
    return count;
  }

  /** The most statements that one place has set off. */
  int worst() {
    return worst;
  }

  @Nullable CallSite worstSite() {
    return worstSite;
  }
}

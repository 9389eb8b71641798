package com.veetssuites.query;

import com.veetssuites.query.Finding.Kind;
import com.veetssuites.query.Loads.Load;
import com.veetssuites.query.Loads.Trigger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What repeats within one piece of work.
 *
 * <p>A statement belongs to the load that it ran for, so that what one statement reads for many
 * owners counts once. Everything costly is put off until something has nearly reached the
 * threshold: the stack is walked from there on, and a session is searched for who refers to an
 * entity once, for all of them.
 *
 * <p>What is a new turn and no repetition: a page that was read in between (its entities are
 * others), a write in between (an answer may have changed), a write and another transaction (the
 * turns of the loop are pieces of work of their own).
 */
final class Repetitions {

  private static final int MOST_GROUPS = 128;
  private static final int MOST_PAGES = 256;
  private static final int MOST_SEARCHES = 16;
  private static final int DEEPEST = 4;

  /** A statement that read a page, and when. */
  private record Page(StatementStatistics statement, int ordinal) {}

  /** A to-one load that nobody has asked yet who it was for. */
  private record Pending(Object key, int ordinal) {}

  /** The to-one loads of an entity. */
  private static final class References {
    private final Trigger trigger;
    private final Object entity;
    private final List<Pending> pending = new ArrayList<>(4);
    private Map<Associations.Key, Association> known = Map.of();
    private int count;
    private int searches;
    private @Nullable Association last;

    private References(Trigger trigger, Object entity) {
      this.trigger = trigger;
      this.entity = entity;
    }
  }

  private final Findings findings;
  private final QueryScope scope;
  private final int threshold;
  private final List<Repetition> groups = new ArrayList<>(2);
  private final List<References> references = new ArrayList<>(0);
  private final List<Page> pages = new ArrayList<>(1);
  private int ordinal;
  private int writes;
  private int era;

  Repetitions(Findings findings, QueryScope scope) {
    this.findings = findings;
    this.scope = scope;
    this.threshold = findings.threshold();
  }

  Findings findings() {
    return findings;
  }

  /**
   * Takes note of an execution.
   *
   * @param values a hash of the values of its parameters
   * @param connection a hash of the connection, another for each transaction
   */
  synchronized void executed(QueryScope.Statement entry, long values, int connection) {
    ordinal++;
    SqlTraits traits = entry.statistics().traits();
    if (traits.writes()) {
      writes++;
      era++;
      return;
    }
    Load load = Loads.ran();
    if (load != null && load.first()) {
      loaded(load, entry.statistics());
    } else if (traits.reads()) {
      ordinary(entry, traits, values, connection);
    }
  }

  private void loaded(Load load, StatementStatistics statement) {
    switch (load.trigger()) {
      case COLLECTION -> {
        Association association = load.source().collection(load.what());
        add(group(Kind.TO_MANY, association, statement), load.source(), ordinal);
      }
      case FIND -> found(load, statement);
      case REFERENCE, EAGER -> referred(load, statement);
    }
  }

  private void found(Load load, StatementStatistics statement) {
    Repetition group = group(Kind.FIND_LOOP, load.source().name((String) load.what()), statement);
    if (group == null) {
      return;
    }
    int session = System.identityHashCode(load.session());
    if (group.session != session && group.writesSeen != writes) {
      group.restart();
    }
    boolean again = load.key().equals(group.lastKey) && group.writesSeen == writes;
    group.session = session;
    group.writesSeen = writes;
    group.lastKey = load.key();
    if (again) {
      again(statement);
    } else {
      group.add(threshold);
    }
  }

  private void again(StatementStatistics statement) {
    Repetition group = group(Kind.REPEATED_QUERY, statement, statement);
    if (group == null) {
      return;
    }
    if (group.lastOrdinal != era + 1) {
      group.restart();
      group.addUnseen();
      group.lastOrdinal = era + 1;
    }
    group.add(threshold);
  }

  private void referred(Load load, StatementStatistics statement) {
    References mine = references(load);
    if (mine == null) {
      return;
    }
    mine.count++;
    mine.pending.add(new Pending(load.key(), ordinal));
    if (mine.count < threshold) {
      return;
    }
    for (Pending each : mine.pending) {
      Association association = association(mine, each, load);
      if (association == null) {
        add(
            group(Kind.REFERENCE_LOOP, load.source().name((String) load.what()), statement),
            load.source(),
            each.ordinal);
      } else {
        Kind kind = kind(association, load.trigger());
        add(group(kind, association, statement), load.source(), each.ordinal);
      }
    }
    mine.pending.clear();
  }

  private static Kind kind(Association association, Trigger trigger) {
    if (association.toMany()) {
      return Kind.TO_MANY;
    }
    return trigger == Trigger.EAGER ? Kind.EAGER_TO_ONE : Kind.TO_ONE;
  }

  private @Nullable Association association(References mine, Pending pending, Load load) {
    Associations.Key key = load.source().key((String) load.what(), pending.key);
    Association association = mine.known.get(key);
    if (association == null && mine.searches < MOST_SEARCHES) {
      mine.searches++;
      mine.known = load.source().references(load.session());
      association = mine.known.get(key);
    }
    // The row that is being read refers to nothing yet: it is of the same query as those before.
    if (association == null && (mine.trigger == Trigger.EAGER || mine.searches >= MOST_SEARCHES)) {
      association = mine.last;
    }
    if (association == null && mine.trigger == Trigger.EAGER) {
      association = load.source().eager((String) load.what());
    }
    if (association != null) {
      mine.last = association;
    }
    return association;
  }

  private @Nullable References references(Load load) {
    for (References each : references) {
      if (each.trigger == load.trigger() && each.entity.equals(load.what())) {
        return each;
      }
    }
    if (references.size() == MOST_GROUPS) {
      return null;
    }
    References added = new References(load.trigger(), load.what());
    references.add(added);
    return added;
  }

  private @Nullable Repetition group(Kind kind, Object subject, StatementStatistics statement) {
    for (Repetition each : groups) {
      if (each.kind == kind && each.subject.equals(subject)) {
        return each;
      }
    }
    if (groups.size() == MOST_GROUPS) {
      return null;
    }
    Repetition added = new Repetition(kind, subject, statement);
    groups.add(added);
    return added;
  }

  private void add(@Nullable Repetition group, Associations source, int when) {
    if (group == null) {
      return;
    }
    Association association = group.association();
    if (association != null && group.count() > 0 && turned(association, group.lastOrdinal, when)) {
      group.restart();
    }
    group.lastOrdinal = when;
    if (group.add(threshold) && association != null) {
      trace(group, association, source);
    }
  }

  /** Whether a page of the owners, or of what the owners belong to, was read in between. */
  private boolean turned(Association association, int from, int to) {
    for (int i = pages.size() - 1; i >= 0 && pages.get(i).ordinal > from; i--) {
      Page page = pages.get(i);
      if (page.ordinal < to && leadsTo(page.statement, association, 0)) {
        return true;
      }
    }
    return false;
  }

  private boolean leadsTo(StatementStatistics page, Association association, int depth) {
    if (SqlTraits.mentions(page.sql(), association.ownerTable())) {
      return true;
    }
    for (Repetition each : groups) {
      Association above = each.association();
      if (above != null
          && depth < DEEPEST
          && association.owner().equals(above.target())
          && leadsTo(page, above, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Finds the statement that has read the owners, and the path from its entity. */
  private void trace(Repetition group, Association association, Associations source) {
    StatementStatistics parent = parent(association.ownerTable(), group.statement);
    group.parent = parent;
    group.path = association.attribute();
    group.nested = association.toMany();
    Association below = association;
    StatementStatistics reader = parent;
    for (int depth = 0; reader != null && depth < DEEPEST; depth++) {
      Association above = readFor(reader);
      if (above == null) {
        String table = reader.traits().table();
        if (table != null && !same(table, below.ownerTable())) {
          Associations.Path between = source.between(table, below.owner());
          if (between != null) {
            group.path = between.attributes() + "." + group.path;
            group.nested = group.nested || between.toMany();
          }
        }
        return;
      }
      group.path = above.attribute() + "." + group.path;
      group.nested = group.nested || above.toMany();
      below = above;
      reader = parent(above.ownerTable(), reader);
    }
  }

  private static boolean same(String table, String other) {
    return table
        .substring(table.lastIndexOf('.') + 1)
        .equalsIgnoreCase(other.substring(other.lastIndexOf('.') + 1));
  }

  private @Nullable StatementStatistics parent(String table, StatementStatistics except) {
    String name = table.substring(table.lastIndexOf('.') + 1);
    List<QueryScope.Statement> all = scope.statements();
    for (QueryScope.Statement each : all.reversed()) {
      String sql = each.sql();
      if (each.statistics() != except
          && each.statistics().traits().reads()
          && !sql.startsWith("select count(")
          && SqlTraits.mentions(sql, name)) {
        return each.statistics();
      }
    }
    return null;
  }

  private @Nullable Association readFor(StatementStatistics statement) {
    for (Repetition each : groups) {
      if (each.statement == statement && each.association() != null) {
        return each.association();
      }
    }
    return null;
  }

  private void ordinary(QueryScope.Statement entry, SqlTraits traits, long values, int connection) {
    if (traits.page()) {
      if (pages.size() == MOST_PAGES) {
        pages.removeFirst();
      }
      pages.add(new Page(entry.statistics(), ordinal));
    }
    if (entry.ordinary++ > 0) {
      if (entry.values == values) {
        if (entry.era == era) {
          again(entry.statistics());
        }
      } else if (!traits.page() && !traits.many()) {
        turn(entry, connection);
      }
    }
    if (traits.page() && entry.values != values) {
      era++;
    }
    entry.values = values;
    entry.era = era;
    entry.connection = connection;
    entry.writes = writes;
  }

  private void turn(QueryScope.Statement entry, int connection) {
    Repetition group = group(Kind.QUERY_LOOP, entry.statistics(), entry.statistics());
    if (group == null) {
      return;
    }
    if (group.count() == 0 || connection != entry.connection && writes != entry.writes) {
      group.restart();
      group.addUnseen();
    }
    group.add(threshold);
  }

  /** What has been found by now. */
  synchronized List<Finding> found() {
    List<Finding> found = new ArrayList<>(0);
    for (Repetition each : groups) {
      if (each.worst() >= threshold) {
        found.add(finding(each));
      }
    }
    return found;
  }

  private Finding finding(Repetition group) {
    Association association = group.association();
    Kind kind = group.kind;
    String subject =
        group.subject instanceof StatementStatistics statement
            ? statement.sql()
            : group.subject.toString();
    if (kind == Kind.QUERY_LOOP) {
      for (Associations each : findings.associations()) {
        association = each.inverse(group.statement.sql());
        if (association != null) {
          kind = Kind.EAGER_TO_ONE;
          subject = association.toString();
          trace(group, association, each);
          break;
        }
      }
    }
    int before = scope.count();
    boolean batch = association != null && group.nested;
    int left = association != null && !batch ? 0 : 1;
    return new Finding(
        kind,
        scope.name(),
        subject,
        group.worstSite(),
        group.worst(),
        group.parent == null ? null : group.parent.sql(),
        fix(kind, group, batch),
        before,
        Math.max(1, before - group.worst() + left));
  }

  private String fix(Kind kind, Repetition group, boolean batch) {
    return switch (kind) {
      case TO_MANY, TO_ONE, EAGER_TO_ONE ->
          "@FetchPlan(%s = \"%s\") on %s"
              .formatted(
                  batch ? "batch" : "join", Objects.requireNonNull(group.path), place(group));
      case REFERENCE_LOOP -> "read them with one findAllById(ids) before the loop";
      case FIND_LOOP -> "findAllById(ids), once before the loop";
      case QUERY_LOOP -> "load them with one query: where … in (:ids)";
      case REPEATED_QUERY -> "keep the first result";
    };
  }

  private String place(Repetition group) {
    CallSite site = group.worstSite();
    return scope.kind() == QueryScope.Kind.TEST && site != null ? site.place() : scope.name();
  }

  /** The loads that took a statement each, with how many. */
  synchronized Map<String, Integer> loads() {
    Map<String, Integer> loads = new HashMap<>();
    for (Repetition each : groups) {
      if (each.association() != null) {
        loads.merge(each.subject.toString(), each.count(), Integer::sum);
      }
    }
    for (References each : references) {
      if (!each.pending.isEmpty()) {
        loads.merge(each.entity.toString(), each.pending.size(), Integer::sum);
      }
    }
    return loads;
  }
}

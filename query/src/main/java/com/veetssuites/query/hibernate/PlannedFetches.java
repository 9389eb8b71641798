package com.veetssuites.query.hibernate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * What is fetched along while work is done: fetch profiles of sessions.
 *
 * @param profiles in every statement
 * @param byId what is joined besides when an entity is read by its id; by the name of its root
 */
record PlannedFetches(Set<String> profiles, Map<String, Set<String>> byId) {

  static final ScopedValue<PlannedFetches> CURRENT = ScopedValue.newInstance();

  PlannedFetches {
    profiles = Set.copyOf(profiles);
    byId = Map.copyOf(byId);
  }

  /** What the calling thread's work fetches along; null when no plan is on. */
  static @Nullable PlannedFetches current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /** Both. Only one collection can be joined to an entity, so what is there already stays. */
  PlannedFetches and(PlannedFetches other) {
    Set<String> all = new HashSet<>(profiles);
    all.addAll(other.profiles);
    Map<String, Set<String>> joins = new HashMap<>(other.byId);
    joins.putAll(byId);
    return new PlannedFetches(all, joins);
  }

  /**
   * Enables these profiles for the session.
   *
   * @return what puts it back
   */
  static Runnable enable(SharedSessionContractImplementor session, Set<String> profiles) {
    var influencers = session.getLoadQueryInfluencers();
    Set<String> known = known(session.getFactory(), profiles);
    if (influencers.getEnabledFetchProfileNames().containsAll(known)) {
      return () -> {};
    }
    HashSet<String> before = influencers.adjustFetchProfiles(null, known);
    int batch = influencers.getBatchSize();
    // A planned batch is one also where nothing is read in batches without a plan.
    influencers.setBatchSize(Math.max(batch, 2));
    return () -> {
      influencers.setEnabledFetchProfileNames(before == null ? new HashSet<>() : before);
      influencers.setBatchSize(batch);
    };
  }

  /** An application may have several factories, each with a part of the model. */
  private static Set<String> known(SessionFactoryImplementor factory, Set<String> profiles) {
    for (String profile : profiles) {
      if (!factory.containsFetchProfileDefinition(profile)) {
        Set<String> some = new HashSet<>(profiles);
        some.removeIf(each -> !factory.containsFetchProfileDefinition(each));
        return some;
      }
    }
    return profiles;
  }
}

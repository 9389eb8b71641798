package com.veetssuites.query.hibernate;

import com.veetssuites.query.SuggestedPlans;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;

/** Goes around the loads of each session factory. Hibernate finds this class as a service. */
public final class FetchIntegration implements Integrator {

  /** The setting that holds the {@link SuggestedPlans} to tell; none when nothing is observed. */
  public static final String SUGGESTED = "veets.query.prefetch.suggested";

  @Override
  public void integrate(
      Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor factory) {
    EventListenerRegistry registry = factory.getEventEngine().getListenerRegistry();
    registry.setListeners(EventType.LOAD, new JoinedById(listeners(registry, EventType.LOAD)));
    if (factory.getProperties().get(SUGGESTED) instanceof SuggestedPlans suggested) {
      ObservedLoads observed =
          new ObservedLoads(
              suggested,
              listeners(registry, EventType.INIT_COLLECTION),
              listeners(registry, EventType.LOAD));
      registry.setListeners(EventType.LOAD, observed);
      registry.setListeners(EventType.INIT_COLLECTION, observed);
    }
  }

  private static <T> List<T> listeners(EventListenerRegistry registry, EventType<T> type) {
    List<T> all = new ArrayList<>();
    registry.getEventListenerGroup(type).listeners().forEach(all::add);
    return List.copyOf(all);
  }
}

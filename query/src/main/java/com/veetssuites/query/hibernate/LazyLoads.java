package com.veetssuites.query.hibernate;

import com.veetssuites.query.Associations;
import com.veetssuites.query.Findings;
import com.veetssuites.query.Loads;
import com.veetssuites.query.Loads.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.LockMode;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.InitializeCollectionEvent;
import org.hibernate.event.spi.InitializeCollectionEventListener;
import org.hibernate.event.spi.LoadEvent;
import org.hibernate.event.spi.LoadEventListener;

/**
 * The loads of a session factory, told to {@link Loads} as they begin and end, so that a statement
 * is known to belong to the collection or the entity that it is run for.
 *
 * <p>It stands around the listeners that were there, and not before and behind them, so that a load
 * that fails is over too. A stateless session tells no events: its finds are taken for queries.
 */
public final class LazyLoads {

  private LazyLoads() {}

  /** Follows the loads of this factory; once for each. */
  public static void follow(SessionFactoryImplementor factory, Findings findings) {
    Associations mapping = new HibernateAssociations(factory);
    findings.add(mapping);
    EventListenerRegistry registry = factory.getEventEngine().getListenerRegistry();
    registry.setListeners(
        EventType.INIT_COLLECTION,
        new Collections(present(registry, EventType.INIT_COLLECTION), mapping));
    registry.setListeners(EventType.LOAD, new Entities(present(registry, EventType.LOAD), mapping));
  }

  @SuppressWarnings("deprecation") // its replacements call the listeners, but do not show them
  private static <T> List<T> present(EventListenerRegistry registry, EventType<T> type) {
    List<T> present = new ArrayList<>();
    registry.getEventListenerGroup(type).listeners().forEach(present::add);
    return List.copyOf(present);
  }

  /** Around the reading of collections. */
  private record Collections(
      List<InitializeCollectionEventListener> listeners, Associations mapping)
      implements InitializeCollectionEventListener {

    @Override
    public void onInitializeCollection(InitializeCollectionEvent event) {
      Loads loads = Loads.here();
      if (loads == null || event.getCollection().wasInitialized()) {
        tell(event);
        return;
      }
      Object owner = event.getAffectedOwnerIdOrNull();
      loads.begin(
          Trigger.COLLECTION,
          event.getCollection(),
          owner == null ? event.getCollection() : owner,
          event.getSession(),
          mapping);
      try {
        tell(event);
      } finally {
        loads.end();
      }
    }

    private void tell(InitializeCollectionEvent event) {
      for (InitializeCollectionEventListener each : listeners) {
        each.onInitializeCollection(event);
      }
    }
  }

  /** Around the reading of entities by their ids. */
  private record Entities(List<LoadEventListener> listeners, Associations mapping)
      implements LoadEventListener {

    @Override
    public void onLoad(LoadEvent event, LoadType type) {
      Loads loads = Loads.here();
      if (loads == null || locks(event)) {
        tell(event, type);
        return;
      }
      loads.begin(
          trigger(type),
          event.getEntityClassName(),
          event.getEntityId(),
          event.getSession(),
          mapping);
      try {
        tell(event, type);
      } finally {
        loads.end();
      }
    }

    private void tell(LoadEvent event, LoadType type) {
      for (LoadEventListener each : listeners) {
        each.onLoad(event, type);
      }
    }

    /** Who locks row after row has a reason, or a name for the entity is missing. */
    private static boolean locks(LoadEvent event) {
      return event.getEntityClassName() == null
          || event.getLockOptions().getLockMode().greaterThan(LockMode.READ);
    }

    private static Trigger trigger(LoadType type) {
      if (type == IMMEDIATE_LOAD) {
        return Trigger.REFERENCE;
      }
      return type == GET || type == RELOAD || type == LOAD ? Trigger.FIND : Trigger.EAGER;
    }
  }
}

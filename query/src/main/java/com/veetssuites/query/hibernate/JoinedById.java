package com.veetssuites.query.hibernate;

import java.util.List;
import java.util.Set;
import org.hibernate.event.spi.LoadEvent;
import org.hibernate.event.spi.LoadEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Joins the first collection of a plan where an entity is read by its id: there are no other rows
 * that it could multiply, and no limit that could cut it off.
 */
final class JoinedById implements LoadEventListener {

  private final List<LoadEventListener> listeners;

  JoinedById(List<LoadEventListener> listeners) {
    this.listeners = listeners;
  }

  @Override
  public void onLoad(LoadEvent event, LoadType type) {
    Set<String> joins = type == GET ? joins(event) : null;
    if (joins == null) {
      listeners.forEach(each -> each.onLoad(event, type));
      return;
    }
    Runnable restore = PlannedFetches.enable(event.getSession(), joins);
    try {
      listeners.forEach(each -> each.onLoad(event, type));
    } finally {
      restore.run();
    }
  }

  private static @Nullable Set<String> joins(LoadEvent event) {
    PlannedFetches current = PlannedFetches.current();
    if (current == null || current.byId().isEmpty()) {
      return null;
    }
    EntityPersister entity =
        event.getFactory().getMappingMetamodel().findEntityDescriptor(event.getEntityClassName());
    return entity == null ? null : current.byId().get(entity.getRootEntityName());
  }
}

package com.veetssuites.cache.hibernate;

import com.veetssuites.cache.Load;
import com.veetssuites.cache.Position;
import com.veetssuites.cache.jdbc.DatabaseCache;
import com.veetssuites.cache.jdbc.SessionCache;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.hibernate.FlushMode;
import org.hibernate.cache.internal.NoCachingRegionFactory;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.CollectionEntry;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.PersistenceContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostLoadEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The sessions that Spring has bound to the calling thread. Statements show all that Hibernate
 * reads and writes, but three things: an entity that a session holds already, a change that it has
 * not written yet, and what comes out of Hibernate's own second-level cache.
 */
public final class HibernateSessions implements SessionCache {

  private static final Logger LOGGER = LoggerFactory.getLogger(HibernateSessions.class);

  /** A session that holds more entities than this is one that a value should not be made in. */
  private static final int MOST_ENTITIES = 256;

  private final DatabaseCache database;
  private final boolean cachesItself;

  /** The oldest position at which a session has read an entity. */
  private final Map<SessionImplementor, Position> readAt =
      Collections.synchronizedMap(new WeakHashMap<>());

  private HibernateSessions(DatabaseCache database, boolean cachesItself) {
    this.database = database;
    this.cachesItself = cachesItself;
  }

  /** Follows the sessions of this factory. */
  public static HibernateSessions of(SessionFactoryImplementor factory, DatabaseCache database) {
    boolean caches =
        factory.getSessionFactoryOptions().isSecondLevelCacheEnabled()
            && !(factory.getCache().getRegionFactory() instanceof NoCachingRegionFactory);
    if (caches) {
      LOGGER.warn(
          "Hibernate's second-level cache is on, so nothing can be kept in the cache of this"
              + " program: set spring.jpa.properties.hibernate.cache.use_second_level_cache=false.");
    }
    HibernateSessions sessions = new HibernateSessions(database, caches);
    factory
        .getEventEngine()
        .getListenerRegistry()
        .appendListeners(EventType.POST_LOAD, sessions::loaded);
    database.add(sessions);
    return sessions;
  }

  private void loaded(PostLoadEvent event) {
    if (event.getSession() instanceof SessionImplementor session) {
      Position position = database.lastRead();
      if (position != null) {
        readAt.merge(session, position, (one, other) -> older(one, other) ? one : other);
      }
    }
  }

  private static boolean older(Position one, Position other) {
    if (other.equals(Position.NONE)) {
      return false;
    }
    return one.epoch() != other.epoch() || one.seq() < other.seq();
  }

  @Override
  public boolean unflushed() {
    for (Object resource : TransactionSynchronizationManager.getResourceMap().values()) {
      if (resource instanceof EntityManagerHolder holder
          && holder.getEntityManager() instanceof SessionImplementor session
          && unflushed(session)) {
        return true;
      }
    }
    return false;
  }

  private static boolean unflushed(SessionImplementor session) {
    if (!session.isOpen()
        || session.isDefaultReadOnly()
        || session.getHibernateFlushMode() == FlushMode.MANUAL) {
      return false;
    }
    PersistenceContext context = session.getPersistenceContextInternal();
    if (context.isFlushing()) {
      return true;
    }
    if (context.getNumberOfManagedEntities() == 0) {
      return false;
    }
    try {
      return session.isDirty();
    } catch (RuntimeException e) {
      LOGGER.debug("A session that cannot tell whether it has changes is taken to have some.", e);
      return true;
    }
  }

  @Override
  public void contribute(Load load) {
    if (cachesItself) {
      load.refuse("Hibernate's second-level cache is on");
      return;
    }
    for (Object resource : TransactionSynchronizationManager.getResourceMap().values()) {
      if (resource instanceof EntityManagerHolder holder
          && holder.getEntityManager() instanceof SessionImplementor session
          && session.isOpen()) {
        contribute(session, load);
      }
    }
  }

  private void contribute(SessionImplementor session, Load load) {
    PersistenceContext context = session.getPersistenceContextInternal();
    int entities = context.getNumberOfManagedEntities();
    if (entities == 0) {
      return;
    }
    Position position = readAt.get(session);
    if (position == null || entities > MOST_ENTITIES) {
      load.refuse("it may be made of entities that the session held before");
      return;
    }
    load.readAt(position);
    for (Map.Entry<Object, EntityEntry> held : context.reentrantSafeEntityEntries()) {
      EntityEntry entry = held.getValue();
      Object id = entry.getId();
      for (Object table : entry.getPersister().getQuerySpaces()) {
        database.dependOnRow(load, table.toString(), id == null ? held : id);
      }
    }
    Map<PersistentCollection<?>, CollectionEntry> collections = context.getCollectionEntries();
    if (collections == null) {
      return;
    }
    collections.forEach((collection, entry) -> {
      if (collection.wasInitialized() && entry.getLoadedPersister() != null) {
        for (Object table : entry.getLoadedPersister().getCollectionSpaces()) {
          database.dependOnTable(load, table.toString());
        }
      }
    });
  }
}

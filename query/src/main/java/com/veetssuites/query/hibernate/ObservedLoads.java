package com.veetssuites.query.hibernate;

import com.veetssuites.query.QueryScope;
import com.veetssuites.query.SuggestedPlans;
import com.veetssuites.query.SuggestedPlans.Touch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.FetchTiming;
import org.hibernate.engine.spi.CollectionEntry;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.event.spi.InitializeCollectionEvent;
import org.hibernate.event.spi.InitializeCollectionEventListener;
import org.hibernate.event.spi.LoadEvent;
import org.hibernate.event.spi.LoadEventListener;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.metamodel.mapping.internal.EntityCollectionPart;
import org.hibernate.metamodel.mapping.internal.ToOneAttributeMapping;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;

/** Tells what is touched lazily, and in how many statements it is read. */
final class ObservedLoads implements InitializeCollectionEventListener, LoadEventListener {

  /** Among how many entities of a session the owner of a proxy is looked for. */
  private static final int MOST_ENTITIES = 1000;

  private final SuggestedPlans suggested;
  private final List<InitializeCollectionEventListener> collections;
  private final List<LoadEventListener> loads;

  ObservedLoads(
      SuggestedPlans suggested,
      List<InitializeCollectionEventListener> collections,
      List<LoadEventListener> loads) {
    this.suggested = suggested;
    this.collections = collections;
    this.loads = loads;
  }

  @Override
  public void onInitializeCollection(InitializeCollectionEvent event) {
    QueryScope scope = QueryScope.current();
    Touch touch = scope == null ? null : touch(event);
    int before = scope == null ? 0 : scope.count();
    collections.forEach(each -> each.onInitializeCollection(event));
    if (scope != null && touch != null) {
      suggested.touched(scope, touch, scope.count() - before);
    }
  }

  private static @Nullable Touch touch(InitializeCollectionEvent event) {
    PersistentCollection<?> collection = event.getCollection();
    CollectionEntry entry =
        event.getSession().getPersistenceContextInternal().getCollectionEntry(collection);
    CollectionPersister persister = entry == null ? null : entry.getLoadedPersister();
    if (persister == null || collection.wasInitialized()) {
      return null;
    }
    PluralAttributeMapping attribute = persister.getAttributeMapping();
    Set<String> profiles =
        event.getSession().getLoadQueryInfluencers().getEnabledFetchProfileNames();
    if (attribute.getMappedFetchOptions().getTiming() == FetchTiming.IMMEDIATE
        || profiles.contains(AssociationProfiles.batch(persister.getRole()))) {
      return null;
    }
    Object owner = collection.getOwner();
    String declaring = persister.getOwnerEntityPersister().getEntityName();
    return new Touch(
        owner == null
            ? declaring
            : event.getSession().getEntityPersister(null, owner).getEntityName(),
        persister.getRole().substring(declaring.length() + 1),
        true,
        attribute.getElementDescriptor() instanceof EntityCollectionPart element
            ? element.getEntityMappingType().getEntityName()
            : "");
  }

  @Override
  public void onLoad(LoadEvent event, LoadType type) {
    QueryScope scope = type == IMMEDIATE_LOAD ? QueryScope.current() : null;
    Touch touch = scope == null ? null : touch(event);
    int before = scope == null ? 0 : scope.count();
    loads.forEach(each -> each.onLoad(event, type));
    if (scope != null && touch != null) {
      suggested.touched(scope, touch, scope.count() - before);
    }
  }

  /** A proxy does not know who refers to it; the entity that was read last is the likeliest. */
  private static @Nullable Touch touch(LoadEvent event) {
    Touch last = null;
    int looked = 0;
    for (Map.Entry<Object, EntityEntry> each :
        event.getSession().getPersistenceContextInternal().reentrantSafeEntityEntries()) {
      if (looked++ == MOST_ENTITIES) {
        break;
      }
      EntityPersister owner = each.getValue().getPersister();
      for (int i = 0; i < owner.getAttributeMappings().size(); i++) {
        if (owner.getAttributeMappings().get(i) instanceof ToOneAttributeMapping one
            && refers(owner.getValue(each.getKey(), i), event)) {
          last =
              new Touch(
                  owner.getEntityName(),
                  one.getAttributeName(),
                  false,
                  one.getEntityMappingType().getEntityName());
        }
      }
    }
    return last;
  }

  private static boolean refers(@Nullable Object value, LoadEvent event) {
    LazyInitializer proxy = HibernateProxy.extractLazyInitializer(value);
    return proxy != null
        && proxy.isUninitialized()
        && proxy.getEntityName().equals(event.getEntityClassName())
        && event.getEntityId().equals(proxy.getInternalIdentifier());
  }
}

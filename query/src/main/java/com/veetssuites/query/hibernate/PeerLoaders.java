package com.veetssuites.query.hibernate;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.loader.ast.internal.CollectionBatchLoaderArrayParam;
import org.hibernate.loader.ast.internal.EntityBatchLoaderArrayParam;
import org.hibernate.loader.ast.spi.BatchLoader;
import org.hibernate.loader.ast.spi.BatchLoaderFactory;
import org.hibernate.loader.ast.spi.CollectionBatchLoader;
import org.hibernate.loader.ast.spi.EntityBatchLoader;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;

/**
 * Makes the loaders that read whatever is waiting in a session of one kind together: all peers of a
 * lazy association that is touched, and all owners of a planned one. One statement has room for all
 * of them where its keys are one array.
 *
 * <p>Hibernate makes a loader anew for every load under a fetch profile, which costs more than the
 * load itself; those of fetch plans are kept.
 */
final class PeerLoaders implements BatchLoaderFactory {

  /** As many are read together under a plan, whatever the setting for those without. */
  static final int PLANNED = 1000;

  /** How many loaders are kept; further ones are made for each load. */
  private static final int MOST_KEPT = 1000;

  /** Of what, and under which plan. */
  private record Kept(Object of, Set<String> profiles) {}

  private final BatchLoaderFactory standard;
  private final int most;
  private final Map<Kept, BatchLoader> kept = new ConcurrentHashMap<>();

  /**
   * @param most how many peers are read together without a plan
   */
  PeerLoaders(BatchLoaderFactory standard, int most) {
    this.standard = standard;
    this.most = most;
  }

  @Override
  @SuppressWarnings("unchecked") // of this entity
  public <T> EntityBatchLoader<T> createEntityBatchLoader(
      int size, EntityMappingType entity, LoadQueryInfluencers influencers) {
    Set<String> profiles = planned(influencers);
    if (profiles.isEmpty()) {
      return entityLoader(unplanned(size, influencers), entity, influencers);
    }
    return (EntityBatchLoader<T>)
        kept(
            new Kept(entity, profiles),
            influencers,
            own -> this.<T>entityLoader(Math.max(size, PLANNED), entity, own));
  }

  /** A size that somebody has chosen for this one is kept. */
  private int unplanned(int size, LoadQueryInfluencers influencers) {
    int usual =
        influencers.getSessionFactory().getSessionFactoryOptions().getDefaultBatchFetchSize();
    return size == usual ? Math.max(size, most) : size;
  }

  private <T> EntityBatchLoader<T> entityLoader(
      int size, EntityMappingType entity, LoadQueryInfluencers influencers) {
    EntityBatchLoader<T> loader = standard.createEntityBatchLoader(2, entity, influencers);
    return loader instanceof EntityBatchLoaderArrayParam<T>
        ? new PeerEntities<>(size, entity, influencers)
        : standard.createEntityBatchLoader(size, entity, influencers);
  }

  @Override
  public CollectionBatchLoader createCollectionBatchLoader(
      int size,
      LoadQueryInfluencers influencers,
      PluralAttributeMapping collection,
      SessionFactoryImplementor factory) {
    Set<String> profiles = planned(influencers);
    if (profiles.isEmpty()) {
      return collectionLoader(unplanned(size, influencers), size, collection, influencers, factory);
    }
    return (CollectionBatchLoader)
        kept(
            new Kept(collection, profiles),
            influencers,
            own -> collectionLoader(Math.max(size, PLANNED), size, collection, own, factory));
  }

  /** Keys of several columns are parameters each, of which there cannot be so many. */
  private CollectionBatchLoader collectionLoader(
      int size,
      int otherwise,
      PluralAttributeMapping collection,
      LoadQueryInfluencers influencers,
      SessionFactoryImplementor factory) {
    CollectionBatchLoader loader =
        standard.createCollectionBatchLoader(size, influencers, collection, factory);
    return loader instanceof CollectionBatchLoaderArrayParam || size == otherwise
        ? loader
        : standard.createCollectionBatchLoader(otherwise, influencers, collection, factory);
  }

  /** Our profiles of the session, where nothing else has an influence on its statements. */
  private static Set<String> planned(LoadQueryInfluencers influencers) {
    if (!influencers.hasEnabledFetchProfiles()) {
      return Set.of();
    }
    return Set.copyOf(influencers.getEnabledFetchProfileNames());
  }

  private static boolean onlyProfiles(LoadQueryInfluencers influencers) {
    return !influencers.hasEnabledFilters()
        && !influencers.hasEnabledCascadingFetchProfile()
        && influencers.getEffectiveEntityGraph().getGraph() == null
        && influencers.getTemporalIdentifier() == null
        && influencers.getSubselectFetchEnabled()
            == influencers.getSessionFactory().getSessionFactoryOptions().isSubselectFetchEnabled();
  }

  private BatchLoader kept(
      Kept key,
      LoadQueryInfluencers influencers,
      Function<LoadQueryInfluencers, BatchLoader> make) {
    if (!onlyProfiles(influencers)) {
      return make.apply(influencers);
    }
    BatchLoader loader = kept.get(key);
    if (loader == null) {
      // Those of the session change while the loader lives.
      var own = new LoadQueryInfluencers(influencers.getSessionFactory());
      own.setEnabledFetchProfileNames(new HashSet<>(key.profiles()));
      loader = make.apply(own);
      if (kept.size() < MOST_KEPT) {
        kept.put(key, loader);
      }
    }
    return loader;
  }
}

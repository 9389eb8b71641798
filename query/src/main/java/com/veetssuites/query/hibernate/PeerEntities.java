package com.veetssuites.query.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.loader.ast.internal.EntityBatchLoaderArrayParam;
import org.hibernate.metamodel.mapping.EntityMappingType;

/** Reads an entity with its peers; one that has none costs no room for a thousand. */
final class PeerEntities<T> extends EntityBatchLoaderArrayParam<T> {

  PeerEntities(int size, EntityMappingType entity, LoadQueryInfluencers influencers) {
    super(size, entity, influencers);
  }

  @Override
  protected Object[] resolveIdsToInitialize(Object id, SharedSessionContractImplementor session) {
    int most =
        PlannedFetches.current() == null
            ? getDomainBatchSize()
            : Math.max(getDomainBatchSize(), PeerLoaders.PLANNED);
    List<Object> ids = new ArrayList<>(1);
    session
        .getPersistenceContextInternal()
        .getBatchFetchQueue()
        .<Object>collectBatchLoadableEntityIds(
            most,
            (index, each) -> {
              if (index < ids.size()) {
                ids.set(index, each);
              } else {
                ids.add(each);
              }
            },
            id,
            getLoadable());
    return ids.toArray();
  }
}

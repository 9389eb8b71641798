package com.veetssuites.corpus;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.spi.support.DomainDataStorageAccess;
import org.hibernate.cache.spi.support.RegionFactoryTemplate;
import org.hibernate.cache.spi.support.StorageAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** Hibernate's second-level cache in a map. */
public final class MapRegionFactory extends RegionFactoryTemplate {

  private static final long serialVersionUID = 1;

  @Override
  protected StorageAccess createQueryResultsRegionStorageAccess(
      String regionName, SessionFactoryImplementor sessionFactory) {
    return new Storage();
  }

  @Override
  protected StorageAccess createTimestampsRegionStorageAccess(
      String regionName, SessionFactoryImplementor sessionFactory) {
    return new Storage();
  }

  @Override
  protected DomainDataStorageAccess createDomainDataStorageAccess(
      DomainDataRegionConfig regionConfig, DomainDataRegionBuildingContext buildingContext) {
    return new Storage();
  }

  @Override
  protected void prepareForUse(
      SessionFactoryOptions settings, Map<String, Object> configurationValues) {}

  @Override
  protected void releaseFromUse() {}

  private static final class Storage implements DomainDataStorageAccess {
    private final Map<Object, Object> values = new ConcurrentHashMap<>();

    @Override
    public @Nullable Object getFromCache(Object key, SharedSessionContractImplementor session) {
      return values.get(key);
    }

    @Override
    public void putIntoCache(Object key, Object value, SharedSessionContractImplementor session) {
      values.put(key, value);
    }

    @Override
    public boolean contains(Object key) {
      return values.containsKey(key);
    }

    @Override
    public void evictData() {
      values.clear();
    }

    @Override
    public void evictData(Object key) {
      values.remove(key);
    }

    @Override
    public void release() {}
  }
}

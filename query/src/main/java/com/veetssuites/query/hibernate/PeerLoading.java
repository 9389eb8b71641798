package com.veetssuites.query.hibernate;

import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.loader.ast.internal.StandardBatchLoaderFactory;
import org.hibernate.loader.ast.spi.BatchLoaderFactory;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;

/** Puts {@link PeerLoaders} into Hibernate, which finds this class as a service. */
public final class PeerLoading implements ServiceContributor {

  /** The setting of the most peers that are read together; 0 to read none. */
  public static final String MOST = "veets.query.prefetch.most";

  @Override
  public void contribute(StandardServiceRegistryBuilder builder) {
    builder.addInitiator(new Initiator());
  }

  private static final class Initiator implements StandardServiceInitiator<BatchLoaderFactory> {
    @Override
    public Class<BatchLoaderFactory> getServiceInitiated() {
      return BatchLoaderFactory.class;
    }

    @Override
    public BatchLoaderFactory initiateService(
        Map<String, Object> settings, ServiceRegistryImplementor registry) {
      Object most = settings.get(MOST);
      return new PeerLoaders(
          new StandardBatchLoaderFactory(settings, registry),
          most == null ? 0 : Integer.parseInt(most.toString()));
    }
  }
}

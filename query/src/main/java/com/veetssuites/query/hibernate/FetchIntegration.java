package com.veetssuites.query.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.LoadEventListener;
import org.hibernate.integrator.spi.Integrator;

/** Goes around the loads of each session factory. Hibernate finds this class as a service. */
public final class FetchIntegration implements Integrator {

  @Override
  public void integrate(
      Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor factory) {
    EventListenerRegistry registry = factory.getEventEngine().getListenerRegistry();
    List<LoadEventListener> loads = new ArrayList<>();
    registry.getEventListenerGroup(EventType.LOAD).listeners().forEach(loads::add);
    registry.setListeners(EventType.LOAD, new JoinedById(List.copyOf(loads)));
  }
}

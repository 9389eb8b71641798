package com.veetssuites.query.spring;

import com.veetssuites.query.hibernate.FetchPlans;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/** Gives each session that Spring opens the plan of the work that it is opened for. */
public final class PlannedSessions implements BeanPostProcessor {

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof AbstractEntityManagerFactoryBean factory) {
      factory.setEntityManagerInitializer(FetchPlans::opened);
    }
    return bean;
  }
}

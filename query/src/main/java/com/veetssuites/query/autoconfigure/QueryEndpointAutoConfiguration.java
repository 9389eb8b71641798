package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.Findings;
import com.veetssuites.query.StatementStore;
import com.veetssuites.query.SuggestedPlans;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Shows statements to those who may see the actuator. */
@AutoConfiguration(
    after = {
      QueryAutoConfiguration.class,
      FindingsAutoConfiguration.class,
      FetchPlanAutoConfiguration.class
    })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
public final class QueryEndpointAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnBean(StatementStore.class)
  @ConditionalOnAvailableEndpoint
  QueryStatementsEndpoint queryStatementsEndpoint(StatementStore store) {
    return new QueryStatementsEndpoint(store);
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnBean(Findings.class)
  @ConditionalOnAvailableEndpoint
  QueryFindingsEndpoint queryFindingsEndpoint(
      Findings findings, ObjectProvider<SuggestedPlans> plans) {
    return new QueryFindingsEndpoint(findings, plans.getIfAvailable());
  }
}

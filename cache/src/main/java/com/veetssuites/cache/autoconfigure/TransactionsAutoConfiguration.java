package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.Transactions;
import com.veetssuites.cache.spring.SpringTransactions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.transaction.TransactionExecutionListener;

/** Without a bridge to a database, invalidations at least wait for the commit. */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(TransactionExecutionListener.class)
public final class TransactionsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(Transactions.class)
  SpringTransactions springTransactions(ObjectProvider<TieredCaches> caches) {
    return new SpringTransactions(caches::getObject);
  }
}

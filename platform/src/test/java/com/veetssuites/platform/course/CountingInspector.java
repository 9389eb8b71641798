package com.veetssuites.platform.course;

import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Counts the statements that Hibernate sends. */
public final class CountingInspector implements StatementInspector {

  static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public String inspect(String sql) {
    COUNT.incrementAndGet();
    return sql;
  }
}

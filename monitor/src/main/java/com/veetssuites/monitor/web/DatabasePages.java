package com.veetssuites.monitor.web;

import com.veetssuites.query.Findings;
import com.veetssuites.query.StatementStore;
import org.jspecify.annotations.Nullable;

/** What the query module adds to a dashboard. */
public final class DatabasePages {

  private DatabasePages() {}

  public static void addTo(Dashboard dashboard, StatementStore store, @Nullable Findings findings) {
    dashboard.addBeforeFunctions(new StatementsPage(dashboard.figures(), store, findings));
  }
}

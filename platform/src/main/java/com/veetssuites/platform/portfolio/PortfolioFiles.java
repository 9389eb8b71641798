package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.storage.FileOwner;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The documents of portfolios. */
@Component
class PortfolioFiles implements FileOwner {

  private final JdbcClient jdbc;

  PortfolioFiles(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String area() {
    return PortfolioKeeper.AREA;
  }

  @Override
  public Set<String> inUse(Collection<String> keys) {
    return new HashSet<>(
        jdbc.sql(
                """
                SELECT file_key
                  FROM portfolios
                 WHERE file_key = ANY (:keys)
                """)
            .param("keys", keys.toArray(String[]::new))
            .query(String.class)
            .list());
  }
}

package com.veetssuites.platform.portfolio;

import com.veetssuites.cache.CacheWarmer;
import com.veetssuites.cache.WarmProgress;
import com.veetssuites.cache.WarmRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Warms the public portfolios that were changed last. */
@Component
class PortfolioWarmer implements CacheWarmer {

  private static final int MOST = 100;

  private final PortfolioContents contents;
  private final JdbcClient jdbc;

  PortfolioWarmer(PortfolioContents contents, JdbcClient jdbc) {
    this.contents = contents;
    this.jdbc = jdbc;
  }

  @Override
  public String name() {
    return "portfolios";
  }

  @Override
  public String description() {
    return "the public portfolios that were changed last";
  }

  @Override
  public Map<String, String> limits() {
    return Map.of("count", "how many; " + MOST + " unless told otherwise");
  }

  @Override
  public void check(WarmRequest request) {
    var _ = request.number("count", MOST);
  }

  @Override
  public void warm(WarmRequest request, WarmProgress progress) {
    List<Long> users =
        jdbc
            .sql(
                """
                SELECT user_id
                  FROM portfolios
                 WHERE is_public
                 ORDER BY updated_at DESC, id DESC
                 LIMIT :most
                """)
            .param("most", request.number("count", MOST))
            .query(Long.class)
            .list()
            .stream()
            .map(Objects::requireNonNull)
            .toList();
    progress.total(users.size());
    for (long user : users) {
      progress.attempt(
          "portfolio of user " + user,
          () -> {
            var _ = contents.ofUser(user);
          });
    }
  }
}

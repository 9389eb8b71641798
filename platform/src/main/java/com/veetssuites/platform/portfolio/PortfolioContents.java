package com.veetssuites.platform.portfolio;

import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What portfolios show, by user; kept until the portfolio or its user changes. */
@Component
class PortfolioContents {

  private final TieredCache<Long, Content> contents;
  private final Portfolios portfolios;

  PortfolioContents(Portfolios portfolios, TieredCaches caches) {
    this.portfolios = portfolios;
    this.contents =
        caches.region(
            CacheSpec.<Long, Content>of("portfolio.content", Content.class)
                .timeToLive(Duration.ofMinutes(10))
                .build());
  }

  /**
   * A portfolio as its owner sees it and as everybody does.
   *
   * @param version for {@code If-Match}
   * @param open null while its owner does not show it, or may not
   */
  record Content(MyPortfolio mine, long version, @Nullable PublicPortfolio open) {

    static Content of(Portfolio portfolio) {
      boolean shown = portfolio.isPublic() && portfolio.user().isActive();
      return new Content(
          MyPortfolio.of(portfolio),
          portfolio.version(),
          shown ? PublicPortfolio.of(portfolio) : null);
    }
  }

  Optional<Content> ofUser(long user) {
    return Optional.ofNullable(
        contents.getOrLoad(user, id -> portfolios.findByUser(id).map(Content::of).orElse(null)));
  }
}

package com.veetssuites.platform.account;

import com.veetssuites.cache.WarmProgress;
import com.veetssuites.cache.WarmRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The users who are likely to come back: those who logged in last. */
@Component
public class RecentUsers {

  /** The limit of a warmer that names users. */
  private static final String LIMIT = "users";

  /** What a warmer that goes by users lets the caller choose. */
  public static final Map<String, String> LIMITS =
      Map.of(LIMIT, "of which users; those who logged in last unless told otherwise");

  private static final int MOST = 100;

  /** The reasons of as many are kept. */
  private static final int MOST_NAMED = 1_000;

  private final JdbcClient jdbc;

  RecentUsers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Refuses what is no list of users, or too long a one.
   *
   * @throws IllegalArgumentException that says what would be one
   */
  public static void check(WarmRequest request) {
    if (request.ids(LIMIT).size() > MOST_NAMED) {
      throw new IllegalArgumentException(
          "The limit %s names %d users at most.".formatted(LIMIT, MOST_NAMED));
    }
  }

  /**
   * Warms something for each user whom the request names, or who logged in last.
   *
   * @param warm what to do; what it throws is told as the reason of a failure
   */
  public void each(WarmRequest request, WarmProgress progress, LongConsumer warm) {
    List<Long> named = request.ids(LIMIT);
    List<Long> users = named.isEmpty() ? recent() : named;
    Set<Long> known = named.isEmpty() ? Set.copyOf(users) : known(named);
    progress.total(users.size());
    for (long user : users) {
      if (known.contains(user)) {
        progress.attempt("user " + user, () -> warm.accept(user));
      } else {
        progress.failed("user " + user, "there is no such user");
      }
    }
  }

  private Set<Long> known(List<Long> named) {
    return jdbc
        .sql(
            """
            SELECT id
              FROM users
             WHERE id IN (:named)
            """)
        .param("named", named)
        .query(Long.class)
        .list()
        .stream()
        .map(Objects::requireNonNull)
        .collect(Collectors.toSet());
  }

  private List<Long> recent() {
    return jdbc
        .sql(
            """
            SELECT user_id
              FROM logins
             GROUP BY user_id
             ORDER BY max(logged_in_at) DESC
             LIMIT :most
            """)
        .param("most", MOST)
        .query(Long.class)
        .list()
        .stream()
        .map(Objects::requireNonNull)
        .toList();
  }
}

package com.veetssuites.monitor.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Monitor;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskSignals;
import com.veetssuites.task.postgres.TaskSchema;
import com.veetssuites.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.mock.web.MockHttpServletRequest;

/** Errors and payloads of tasks come from anywhere; on the page they are text. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class TaskPagesTest {

  private static final String HOSTILE =
      "\"><img src=x onerror=alert(1)><script>alert(1)</script>' onmouseover='alert(1)";

  private final DataSource source;

  TaskPagesTest(DataSource source) {
    this.source = source;
  }

  private UUID dead() throws SQLException {
    UUID id = UUID.randomUUID();
    try (Connection connection = source.getConnection()) {
      TaskSchema.create(connection);
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              INSERT INTO task_results (id, queue, type, priority, state, enqueued_at, started_at,
                expires_at, attempt, error, payload)
              VALUES (?, ?, ?, 1, 'DEAD', now(), now(), now() + interval '1 day', 3, ?, ?)
              """)) {
        statement.setObject(1, id);
        for (int i = 2; i <= 5; i++) {
          statement.setString(i, HOSTILE);
        }
        statement.executeUpdate();
      }
    }
    return id;
  }

  @Test
  void hostile_errors_are_text() throws Exception {
    UUID id = dead();
    Monitor monitor = DashboardPagesTest.monitor("a", frame -> {});
    var figures = new Figures(monitor, Clock.systemUTC());
    var dashboard = new Dashboard("Shop", monitor, figures, Clock.systemUTC(), 5);
    try (var signals = new TaskSignals(source, false)) {
      TaskPages.addTo(dashboard, new TaskControl(source, signals));
      DashboardController pages = dashboard.controller();
      String list = page(pages, Map.of());
      assertThat(list).contains(id.toString(), "&lt;script&gt;alert(1)", "tasks/retry");
      DashboardPagesTest.harmless(list);
      String one = page(pages, Map.of("task", id.toString()));
      assertThat(one).contains("&lt;script&gt;alert(1)");
      DashboardPagesTest.harmless(one);
      List<String> orders =
          Pattern.compile("([a-z_]*sort)&#x3D;(-?[a-z0-9_]+)")
              .matcher(list)
              .results()
              .map(each -> each.group(1) + "=" + each.group(2))
              .distinct()
              .toList();
      assertThat(orders).isNotEmpty();
      for (String order : orders) {
        String[] nameAndValue = order.split("=", 2);
        DashboardPagesTest.harmless(page(pages, Map.of(nameAndValue[0], nameAndValue[1])));
      }
    }
  }

  private static String page(DashboardController pages, Map<String, String> parameters) {
    return Objects.requireNonNull(
        pages.page("tasks", parameters, new MockHttpServletRequest()).getBody());
  }
}

package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.monitor.Alerts;
import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Monitor;
import com.veetssuites.monitor.Report;
import com.veetssuites.monitor.Window;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** What was measured: {@code monitor}. */
@Endpoint(id = "monitor")
public final class MonitorEndpoint {

  private final Monitor monitor;
  private final Figures figures;
  private final @Nullable Alerts alerts;
  private final Clock clock;
  private final Function<String, @Nullable String> sql;

  MonitorEndpoint(
      Monitor monitor,
      Figures figures,
      @Nullable Alerts alerts,
      Clock clock,
      Function<String, @Nullable String> sql) {
    this.monitor = monitor;
    this.figures = figures;
    this.alerts = alerts;
    this.clock = clock;
    this.sql = sql;
  }

  /**
   * The figures of a window.
   *
   * @param window {@code start} unless told: of this node, since its start; {@code 1m} to {@code
   *     1y} of all nodes
   * @param node one of them alone; for windows of up to a quarter of an hour
   */
  @ReadOperation
  public Report report(@Nullable String window, @Nullable String node) {
    Window asked;
    try {
      asked = Window.of(Objects.requireNonNullElse(window, Window.START.label()));
    } catch (IllegalArgumentException e) {
      String wrong = String.valueOf(e.getMessage());
      throw new InvalidEndpointRequestException(wrong, wrong);
    }
    return Report.of(
        monitor.node().name(),
        clock.instant(),
        figures.over(asked, node),
        figures.nodes(),
        alerts == null ? List.of() : alerts.current(),
        sql);
  }
}

package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Alerts;
import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Monitor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * Puts the dashboard together: the pages that an application has something to show on. It names no
 * type of a module that may be absent, for Spring looks at all its methods.
 */
public final class Dashboard {

  private final Figures figures;
  private final Clock clock;
  private final LiveStream live;
  private final PageRenderer renderer;
  private final Assets assets = new Assets();
  private final Charts charts;
  private final Advisor advisor;
  private final List<DashboardPage> pages = new ArrayList<>();

  /**
   * @param application its name, for people
   * @param maxStreams how many browsers follow the live figures at once
   */
  public Dashboard(
      String application, Monitor monitor, Figures figures, Clock clock, int maxStreams) {
    this.figures = figures;
    this.clock = clock;
    var now = new LiveFigures(monitor, figures, clock);
    this.live = new LiveStream(now, maxStreams);
    this.charts = new Charts(figures, clock);
    this.renderer = new PageRenderer(application, figures, assets, clock);
    this.advisor = new Advisor(figures);
    var nodes = new MachinesPage(figures, clock);
    pages.add(new OverviewPage(figures, now, advisor, nodes));
    pages.add(new RoutesPage(figures));
    pages.add(new FunctionsPage(figures));
    pages.add(nodes);
  }

  void addBeforeFunctions(DashboardPage page) {
    pages.add(pages.size() - 2, page);
  }

  Figures figures() {
    return figures;
  }

  Clock clock() {
    return clock;
  }

  /** With the cache module. */
  public void caches() {
    addBeforeFunctions(new CachesPage(figures));
  }

  /** With alerts. */
  public void alerts(Alerts alerts) {
    pages.add(1, new AlertsPage(alerts, clock));
    advisor.watch(alerts);
  }

  /** What answers the requests. */
  public DashboardController controller() {
    return new DashboardController(List.copyOf(pages), renderer, charts, live, assets);
  }

  /** What ends the live figures before the server stops. */
  public SmartLifecycle live() {
    return live;
  }
}

package com.veetssuites.platform.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.notification.SendNotificationEmail;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.TaskState;
import com.veetssuites.task.Tasks;
import com.veetssuites.testing.PostgresExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/**
 * Logs in, sees live figures change under load, opens a slow statement with its plan, retries a
 * dead task, sees an alert fire and resolve. With {@code -Dscreenshots=docs/images} it takes the
 * pictures of the documentation.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardTest {

  private static final String QUEUE = "notifications";

  @TempDir private static Path profile;

  @SuppressWarnings("NullAway.Init") // made when the platform is started
  private static PlatformServer server;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @SuppressWarnings("NullAway.Init")
  private static Account admin;

  @BeforeAll
  static void open() {
    browser = Browser.open(profile.resolve("profile"));
    server =
        PlatformServer.start(
            PostgresExtension.createDatabase(),
            "veets.monitor.alerts.rules.long-queue.measure=queue-length",
            "veets.monitor.alerts.rules.long-queue.statistic=last",
            "veets.monitor.alerts.rules.long-queue.above=2",
            "veets.monitor.alerts.rules.long-queue.window=30s",
            "veets.monitor.alerts.rules.long-queue.pending=0s",
            "veets.monitor.alerts.rules.long-queue.channels=log");
    admin = server.admin();
    Account instructor = server.instructor();
    for (int i = 0; i < 8; i++) {
      server.course(instructor, "0", true);
    }
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static void open(String page) {
    browser.go(server.url("/dashboard/" + page));
  }

  @Test
  @Order(1)
  void only_an_administrator_gets_in() {
    open("");
    assertThat(browser.address()).endsWith("/dashboard/login");
    browser.logIn(server.url("/dashboard/tasks"), admin.email(), "a wrong password");
    assertThat(browser.text()).contains("Not logged in");
    browser.logIn(server.url("/dashboard/"), server.student().email(), PlatformServer.PASSWORD);
    assertThat(browser.text()).contains("Not logged in");
    browser.logIn(server.url("/dashboard/"), admin.email(), PlatformServer.PASSWORD);
    assertThat(browser.find("h1").getText()).isEqualTo("Overview");
  }

  @Test
  @Order(2)
  void live_figures_change_under_load() throws InterruptedException {
    open("");
    String tile = "[data-live=requests] dd";
    browser.await("not live", false, () -> browser.find("#live").getText().startsWith("live"));
    var stop = new AtomicBoolean();
    Thread load =
        Thread.ofVirtual()
            .start(() -> {
              int i = 0;
              while (!stop.get()) {
                server.anonymous().get("/api/courses/?search=x" + i++);
                server.anonymous().get("/api/courses/");
              }
            });
    try {
      browser.await(
          "no requests are seen",
          false,
          () -> Double.parseDouble(browser.find(tile).getText().replaceAll("\\s", "")) > 5);
      browser.await("no chart is drawn", true, () -> !browser.all(".chart .plot canvas").isEmpty());
    } finally {
      stop.set(true);
      load.join();
    }
    open("routes");
    browser.await(
        "the route is not shown", true, () -> browser.text().contains("GET /api/courses"));
  }

  @Test
  @Order(3)
  void a_slow_statement_is_shown_with_its_plan() {
    for (int i = 0; i < 3; i++) {
      server
          .database()
          .sql("SELECT title, pg_sleep(0.15) FROM courses WHERE id = ?")
          .param(i + 1)
          .query()
          .listOfRows();
    }
    open("database");
    browser.await("the statement is not shown", true, () -> browser.text().contains("pg_sleep"));
    browser.click(
        browser.all("tbody td a").stream()
            .filter(link -> link.getText().contains("pg_sleep"))
            .findFirst()
            .orElseThrow());
    browser.await("no plan", true, () -> browser.text().contains("on courses"));
    assertThat(browser.text()).contains("Looked at");
  }

  @Test
  @Order(4)
  void a_dead_task_is_retried_from_the_page() {
    TaskId id =
        server
            .bean(Tasks.class)
            .enqueue(
                new SendNotificationEmail("ada@example.org", "Subject", "Message", "nonsense"));
    TaskControl control = server.bean(TaskControl.class);
    browser.await(
        "not dead", false, () -> control.find(id).orElseThrow().state() == TaskState.DEAD);
    open("tasks");
    assertThat(browser.text()).contains("send_notification_email", "nonsense");
    Instant died = control.find(id).orElseThrow().finishedAt();
    open("tasks?task=" + id);
    assertThat(browser.text()).contains("There is no mail template");
    browser.click(button("Retry"));
    browser.await(
        "not tried again",
        false,
        () ->
            control.find(id).orElseThrow().state() == TaskState.DEAD
                && !Objects.equals(control.find(id).orElseThrow().finishedAt(), died));
    assertThat(browser.address()).endsWith("/dashboard/tasks");
  }

  private static WebElement button(String label) {
    return browser.all("button").stream()
        .filter(each -> each.getText().equals(label))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Order(5)
  void an_alert_fires_and_resolves() {
    open("tasks");
    browser.click(
        browser.find(
            "form:has([value=" + QUEUE + "]) button")); // pauses the queue, so that it gets longer
    for (int i = 0; i < 4; i++) {
      server
          .bean(Tasks.class)
          .enqueue(
              new SendNotificationEmail("ada@example.org", "Subject " + i, "Message", "plain"));
    }
    open("alerts");
    browser.await(
        "nothing fires", true, () -> browser.text().contains("firing long-queue " + QUEUE));
    open("");
    assertThat(browser.find(".advice").getText()).contains("queue");
    open("tasks");
    browser.click(browser.find("form:has([value=" + QUEUE + "]) button"));
    open("alerts");
    browser.await(
        "nothing is resolved", true, () -> browser.text().contains("resolved long-queue " + QUEUE));
  }

  @Test
  @Order(6)
  void it_is_readable_by_day_by_night_and_on_a_phone() throws InterruptedException {
    String folder = System.getProperty("screenshots");
    for (String page :
        new String[] {"", "alerts", "routes", "database", "caches", "tasks", "nodes"}) {
      browser.size(390, 844, 2);
      open(page);
      assertThat(browser.fitsIntoItsWidth()).as(page + " on a phone").isTrue();
      browser.size(1400, 1000, 1);
      open(page);
      assertThat(browser.fitsIntoItsWidth()).as(page).isTrue();
    }
    if (folder != null) {
      photographs(Path.of(folder));
    }
    assertThat(browser.complaints()).filteredOn(each -> !each.contains(" 40")).isEmpty();
  }

  /** With something to be seen: a minute of requests. */
  private static void photographs(Path folder) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    for (int i = 0; System.nanoTime() < end; i++) {
      server.anonymous().get("/api/courses/");
      server.anonymous().get("/api/courses/?page_size=" + (i % 8 + 1));
      if (i % 7 == 0) {
        server.anonymous().get("/api/courses/?search=y" + i);
      }
    }
    open("");
    Thread.sleep(2_500); // for the charts
    browser.size(1400, 1100, 1);
    browser.photograph(folder.resolve("dashboard-light.png"));
    browser.dark(true);
    open("");
    Thread.sleep(2_500);
    browser.photograph(folder.resolve("dashboard-dark.png"));
    browser.dark(false);
    browser.size(390, 844, 2);
    open("");
    Thread.sleep(2_500);
    browser.photograph(folder.resolve("dashboard-phone.png"));
    browser.size(1400, 1100, 1);
    for (String page : new String[] {"tasks", "database", "alerts"}) {
      open(page);
      Thread.sleep(2_500);
      browser.photograph(folder.resolve("dashboard-" + page + ".png"));
    }
  }

  @Test
  @Order(7)
  void a_log_out_ends_the_log_in() {
    open("");
    browser.click(button("Log out"));
    assertThat(browser.text()).contains("You are logged out");
    open("tasks");
    assertThat(browser.address()).endsWith("/dashboard/login");
  }
}

package com.veetssuites.platform.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium without a window, and what the tests do with it. */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PACE = Duration.ofMillis(200);

  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final List<String> DRIVERS =
      List.of("/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Skips the test, and says what to install, where there is no browser. */
  static Browser open(Path profile) {
    String browser = find("CHROMIUM", BROWSERS);
    String chauffeur = find("CHROMEDRIVER", DRIVERS);
    Assumptions.assumeTrue(
        !browser.isEmpty() && !chauffeur.isEmpty(),
        "There is no Chromium with its driver: install the packages chromium and chromium-driver,"
            + " or set CHROMIUM and CHROMEDRIVER to their paths.");
    var logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(browser);
    options.setCapability("goog:loggingPrefs", logging);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en",
        "--window-size=1400,1000",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of(chauffeur).toFile())
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  private static String find(String variable, List<String> usual) {
    String told = System.getenv(variable);
    return Stream.concat(Stream.ofNullable(told), usual.stream())
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElse("");
  }

  void go(URI address) {
    driver.get(address.toString());
  }

  String address() {
    return String.valueOf(driver.getCurrentUrl());
  }

  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  void logIn(URI dashboard, String name, String password) {
    go(dashboard);
    find("[name=username]").sendKeys(name);
    find("[name=password]").sendKeys(password);
    click(find("button.primary"));
  }

  /** Clicks what leads to another page, and waits until that is there. */
  void click(WebElement leading) {
    driver.executeScript("window.left = true");
    leading.click();
    patiently(PACE)
        .withMessage("no other page came")
        .until(any ->
            Boolean.TRUE.equals(
                driver.executeScript(
                    "return window.left === undefined && document.readyState === 'complete'")));
  }

  /** Pages come and go meanwhile: what cannot be looked at is looked at again. */
  private WebDriverWait patiently(Duration pace) {
    var wait = new WebDriverWait(driver, PATIENCE, pace);
    wait.ignoring(WebDriverException.class);
    return wait;
  }

  /** Waits until something is so, reloading the page meanwhile where that is wanted. */
  void await(String what, boolean reload, Supplier<Boolean> condition) {
    patiently(reload ? Duration.ofSeconds(1) : PACE)
        .withMessage(what)
        .until(any -> {
          if (reload) {
            driver.navigate().refresh();
          }
          return condition.get();
        });
  }

  /** What the page has complained about: a policy that was broken, a script that failed. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  void dark(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  void size(int width, int height, int ratio) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", width, "height", height, "deviceScaleFactor", ratio, "mobile", width < 500));
  }

  /** How wide the page is, and how much of that is seen. */
  boolean fitsIntoItsWidth() {
    return Boolean.TRUE.equals(
        driver.executeScript("return document.documentElement.scrollWidth <= innerWidth"));
  }

  void photograph(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}

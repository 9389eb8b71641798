package foreign.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.ForeignApplication;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Starts the library, and reads what its monitor has measured. */
final class MonitoredLibrary {

  static final String[] ADA = {"Authorization", basic("ada:engine")};

  private static final List<String> OTHER_MODULES =
      List.of("/cache/target/", "/query/target/", "/task/target/");

  private MonitoredLibrary() {}

  static String basic(String userAndPassword) {
    return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
  }

  static ForeignApplication start(List<String> absent, String... settings) {
    List<String> missing = new ArrayList<>(OTHER_MODULES);
    missing.addAll(absent);
    return ForeignApplication.start(
        "foreign.library.LibraryApplication",
        missing,
        Stream.concat(
                Stream.of(settings),
                Stream.of(
                    "spring.application.name=Library",
                    "management.endpoints.web.exposure.include=health,monitor,metrics"))
            .toArray(String[]::new));
  }

  /** The report of the start, once there are all of these words in it. */
  static String report(ForeignApplication library, String[] headers, String... words) {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      HttpResponse<String> report = library.get("/actuator/monitor", headers);
      assertThat(report.statusCode()).isEqualTo(200);
      if (Stream.of(words).allMatch(report.body()::contains)) {
        return report.body();
      }
      assertThat(System.nanoTime()).as(report.body()).isLessThan(until);
      LockSupport.parkNanos(50_000_000);
    }
  }

  static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  static String csrf(HttpResponse<String> form) {
    Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(form.body());
    assertThat(token.find()).as(form.body()).isTrue();
    return token.group(1);
  }
}

package com.veetssuites.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.veetssuites.query.Finding.Kind;
import com.veetssuites.query.Findings.Action;
import com.veetssuites.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FindingsTest {

  private static final String QUERY = "SELECT name FROM people WHERE id = ?";

  private final MutableClock clock = MutableClock.at(Instant.EPOCH);

  private Findings findings(Action action, Baseline baseline) {
    return new Findings(3, action, 2, baseline, clock);
  }

  private static Finding finding(String association, int statements) {
    CallSite site = new CallSite("Catalog.java", 88, "shop.Catalog", "read", null);
    return new Finding(
        Kind.TO_MANY, "GET /courses", association, site, statements, null, "join", 20, 1);
  }

  @Test
  void a_fault_is_kept_once_with_its_worst() {
    Findings findings = findings(Action.METRIC, Baseline.none());
    findings.report(List.of(finding("Course.lessons", 5)));
    findings.report(List.of(finding("Course.lessons", 9)));
    findings.report(List.of(finding("Course.lessons", 4)));

    assertThat(findings.all())
        .singleElement()
        .satisfies(seen -> {
          assertThat(seen.times()).isEqualTo(3);
          assertThat(seen.worst().statements()).isEqualTo(9);
        });
  }

  @Test
  void there_are_never_more_than_have_place() {
    Findings findings = findings(Action.METRIC, Baseline.none());
    for (int i = 0; i < 10; i++) {
      findings.report(List.of(finding("Course.a" + i, 5)));
    }

    assertThat(findings.all()).hasSize(2);
    assertThat(findings.left()).isEqualTo(8);
  }

  @Test
  void the_log_tells_each_fault_more_and_more_rarely(CapturedOutput output) {
    Findings findings = findings(Action.LOG, Baseline.none());
    for (int i = 0; i < 150; i++) {
      findings.report(List.of(finding("Course.lessons", 5)));
    }

    assertThat(output.getOut().split("N\\+1: Course.lessons", -1)).hasSize(1 + 3);
    assertThat(output.getOut())
        .contains("GET /courses: N+1: Course.lessons was loaded by 5 statements at Catalog.java:88")
        .contains("Statements 20 → 1.")
        .contains("Seen 100 times.");
  }

  @Test
  void work_fails_at_its_end_where_that_is_asked_for() {
    StatementStore store = new StatementStore(10, clock);
    List<Finding> told = new ArrayList<>();
    Findings findings = findings(Action.FAIL, Baseline.none());
    findings.add(told::add);
    store.watch(findings);
    QueryScopes scopes = new QueryScopes(10, List.of());

    assertThatExceptionOfType(StatementsRepeated.class)
        .isThrownBy(() -> scopes.call(QueryScope.Kind.TASK, "Read", scope -> run(store, 3)))
        .withMessageContaining("Read: a query ran 3 times with the same values")
        .satisfies(failure -> assertThat(failure.findings()).isEqualTo(told));
    int twice = scopes.call(QueryScope.Kind.TASK, "Read", scope -> run(store, 2));
    assertThat(twice).isEqualTo(2);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            scopes.<Integer, IOException>call(
                QueryScope.Kind.TASK,
                "Read",
                scope -> {
                  run(store, 3);
                  throw new IOException("its own");
                }));
  }

  private static int run(StatementStore store, int times) {
    for (int i = 0; i < times; i++) {
      store.executed(store.of(QUERY), 1_000, 0, false, 42, 7);
    }
    return times;
  }

  @Test
  void nothing_is_looked_for_when_it_is_off() {
    StatementStore store = new StatementStore(10, clock);
    store.watch(findings(Action.OFF, Baseline.none()));

    QueryScope scope =
        new QueryScopes(10, List.of())
            .call(
                QueryScope.Kind.TASK,
                "Read",
                each -> {
                  assertThat(store.watched()).isFalse();
                  run(store, 5);
                  return each;
                });

    assertThat(scope.findings()).isEmpty();
  }

  @Test
  void what_the_baseline_accepts_is_not_told(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("baseline.txt");
    Files.writeString(file, "# known\n" + finding("Course.lessons", 1).key() + "\n");
    Findings findings = findings(Action.FAIL, Baseline.of(file, Baseline.Mode.READ));

    assertThat(findings.report(List.of(finding("Course.lessons", 5)))).isEmpty();
    assertThat(findings.report(List.of(finding("Course.topics", 5)))).hasSize(1);
    assertThat(findings.all()).hasSize(1);
    assertThat(findings.baseline().save()).isFalse();
  }

  @Test
  void the_baseline_shrinks_and_grows_only_when_told(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("build/baseline.txt");
    Baseline writing = Baseline.of(file, Baseline.Mode.WRITE);
    findings(Action.LOG, writing)
        .report(List.of(finding("Course.topics", 5), finding("Course.lessons", 5)));
    assertThat(writing.save()).isTrue();
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "to-many | Course.lessons | GET /courses | Catalog.read",
            "to-many | Course.topics | GET /courses | Catalog.read");

    Baseline shrinking = Baseline.of(file, Baseline.Mode.SHRINK);
    findings(Action.LOG, shrinking)
        .report(List.of(finding("Course.topics", 5), finding("Course.new", 5)));
    assertThat(shrinking.gone()).containsExactly(finding("Course.lessons", 1).key());
    assertThat(shrinking.save()).isTrue();
    assertThat(Files.readAllLines(file)).containsExactly(finding("Course.topics", 1).key());
  }

  @Test
  void bad_input_is_a_sentence(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("baseline.txt"), "Course.lessons\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Baseline.of(file, Baseline.Mode.READ))
        .withMessageContaining("\"Course.lessons\"; a line is \"kind | what | scope | place\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Findings(1, Action.LOG, 2, Baseline.none(), clock))
        .withMessageContaining("must be 2 or more, not 1");
  }
}

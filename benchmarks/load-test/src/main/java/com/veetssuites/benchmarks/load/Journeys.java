package com.veetssuites.benchmarks.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.ByteArrayBodyPart;
import static io.gatling.javaapi.http.HttpDsl.headerRegex;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What virtual users do, round after round. Each answer is checked by its status and by a field of
 * its body.
 */
final class Journeys {

  private static final List<String> WORDS =
      List.of("data", "design", "intro", "python", "history", "music", "math", "web", "art", "law");

  /** How often a student asks for a task, and how long they wait before they ask again. */
  private static final int POLLS = 120;

  private static final Duration POLL = Duration.ofMillis(500);

  /** Access tokens are good for an hour unless configured otherwise. */
  private static final long LOG_IN_AGAIN_NANOS = Duration.ofMinutes(20).toNanos();

  private final LoadRun run;

  Journeys(LoadRun run) {
    this.run = run;
  }

  /** Somebody without an account who looks for a course. */
  ChainBuilder visitor() {
    return rounds("visits", catalogue().exec(search()).exec(detail()));
  }

  /** Somebody who finds a course, enrolls, and uploads a CV. */
  ChainBuilder student() {
    ChainBuilder round =
        logIn()
            .exec(catalogue())
            .exec(search())
            .exec(detail())
            .exec(enroll())
            .exec(upload())
            .exec(poll())
            .exec(portfolio());
    return exec(
            session -> {
              LoadAccounts.Account account = run.account();
              return session
                  .set("email", account.email())
                  .set("password", account.password())
                  .set("token", account.token())
                  .set("loggedIn", Long.MIN_VALUE);
            })
        .exec(rounds("studies", round));
  }

  /** Ends between two requests as soon as the time is over. */
  private ChainBuilder rounds(String counter, ChainBuilder round) {
    return asLongAs(session -> run.goesOn(), counter, true).on(round);
  }

  private ChainBuilder catalogue() {
    return exec(http("list courses")
            .get("/api/courses/")
            .check(
                status().is(200),
                jsonPath("$.count").ofInt().saveAs("count"),
                jsonPath("$.results[*].id").ofInt().findAll().optional().saveAs("courses")))
        .exec(think())
        .exec(session -> session.set("page", page(session)))
        .exec(
            http("list courses, another page")
                .get("/api/courses/?page=#{page}")
                .check(
                    status().is(200),
                    jsonPath("$.count").ofInt(),
                    jsonPath("$.results[*].id").ofInt().findAll().optional().saveAs("courses")))
        .exec(think());
  }

  /** One of the first fifty pages, which have at most a hundred courses each. */
  private static int page(Session session) {
    int count = session.contains("count") ? session.getInt("count") : 0;
    return 1 + ThreadLocalRandom.current().nextInt(Math.clamp(count / 100, 1, 50));
  }

  private ChainBuilder search() {
    return exec(session -> session.set("word", any(WORDS)))
        .exec(
            http("search courses")
                .get("/api/courses/?search=#{word}")
                .check(status().is(200), jsonPath("$.count").ofInt()))
        .exec(think());
  }

  private ChainBuilder detail() {
    return exec(session ->
            session.contains("courses")
                ? session.set("course", any(session.<Integer>getList("courses")))
                : session.remove("course"))
        .exec(
            doIf(session -> session.contains("course"))
                .then(
                    exec(http("show a course")
                            .get("/api/courses/#{course}/")
                            .check(status().is(200), jsonPath("$.id").isEL("#{course}")))
                        .exec(think())));
  }

  private ChainBuilder logIn() {
    HttpRequestActionBuilder request =
        http("log in")
            .post("/api/auth/login/")
            .header("Content-Type", "application/json")
            .body(StringBody("{\"email\":\"#{email}\",\"password\":\"#{password}\"}"))
            // An address may log in so many times a quarter of an hour; then the token at hand goes
            // on.
            .check(status().in(200, 429).saveAs("status"))
            .checkIf((response, session) -> response.status().code() == 200)
            .then(jsonPath("$.access").saveAs("token"));
    return doIf(session -> loggedInLongAgo(session))
        .then(
            exec(session -> session.remove("status"))
                .exec(request)
                .exec(session -> {
                  if (statusOf(session) == 429) {
                    run.refusedLogins().incrementAndGet();
                  }
                  return session.set("loggedIn", System.nanoTime());
                })
                .exec(think())
                .exec(
                    authorized(http("my profile").get("/api/users/profile/"))
                        .check(status().is(200), jsonPath("$.email").isEL("#{email}")))
                .exec(think()));
  }

  private static boolean loggedInLongAgo(Session session) {
    long loggedIn = session.getLong("loggedIn");
    return loggedIn == Long.MIN_VALUE || System.nanoTime() - loggedIn > LOG_IN_AGAIN_NANOS;
  }

  private ChainBuilder enroll() {
    return doIf(session -> session.contains("course"))
        .then(
            // 200: enrolled in an earlier round.
            exec(authorized(http("enroll").post("/api/courses/#{course}/enroll/"))
                    .check(status().in(200, 201), jsonPath("$.course.id").isEL("#{course}")))
                .exec(think())
                .exec(
                    authorized(http("my enrollments").get("/api/users/enrollments/"))
                        .check(status().is(200), jsonPath("$.count").ofInt().gte(1)))
                .exec(think()));
  }

  private ChainBuilder upload() {
    return exec(session -> session.removeAll("task", "state", "status"))
        .exec(
            authorized(http("upload a CV").post("/api/portfolio/"))
                .bodyPart(
                    ByteArrayBodyPart("file", Journeys::document)
                        .fileName("cv.pdf")
                        .contentType("application/pdf"))
                .asMultipartForm()
                // 503: the server holds as many uploads as it wants to, or one of this user.
                .check(status().in(200, 201, 503).saveAs("status"))
                .checkIf((response, session) -> response.status().code() == 503)
                .then(
                    jsonPath("$.detail")
                        .transform(text -> text.contains("Too many files"))
                        .is(true))
                .checkIf((response, session) -> response.status().code() != 503)
                .then(
                    jsonPath("$.status").is("uploaded"),
                    headerRegex("Link", "</(api/tasks/[^>]+)>").saveAs("task")))
        .exec(session -> {
          if (statusOf(session) == 503) {
            run.refusedUploads().incrementAndGet();
          }
          return session;
        })
        .exec(think());
  }

  private static byte[] document(Session session) {
    return CurriculumVitae.of(
        Objects.requireNonNull(session.getString("email")),
        ThreadLocalRandom.current().nextInt(1_000));
  }

  private ChainBuilder poll() {
    return doIf(session -> session.contains("task"))
        .then(
            asLongAs(session -> !processed(session) && session.getInt("polls") < POLLS, "polls")
                .on(
                    pause(POLL)
                        .exec(
                            authorized(http("poll the task").get("/#{task}"))
                                .check(
                                    status().is(200),
                                    jsonPath("$.state")
                                        .in("scheduled", "queued", "running", "succeeded")
                                        .saveAs("state"))))
                .exec(session -> {
                  if (!processed(session)) {
                    run.unreadDocuments().incrementAndGet();
                  }
                  return session;
                }));
  }

  private ChainBuilder portfolio() {
    // Students who share an account see what another has uploaded since.
    List<String> expected =
        run.accounts() < run.plan().students()
            ? List.of("uploaded", "processing", "processed")
            : List.of("processed");
    return doIf(Journeys::processed)
        .then(
            exec(authorized(http("my portfolio").get("/api/portfolio/"))
                    .check(status().is(200), jsonPath("$.status").in(expected)))
                .exec(think()));
  }

  private static boolean processed(Session session) {
    return "succeeded".equals(session.getString("state"));
  }

  private static int statusOf(Session session) {
    return session.contains("status") ? session.getInt("status") : 0;
  }

  private static HttpRequestActionBuilder authorized(HttpRequestActionBuilder request) {
    return request.header("Authorization", "Bearer #{token}");
  }

  /** Between half a pause and one and a half. */
  private ChainBuilder think() {
    Duration pause = run.plan().pause();
    return pause.isZero()
        ? exec(session -> session)
        : pause(pause.dividedBy(2), pause.plus(pause.dividedBy(2)));
  }

  private static <T> T any(List<T> values) {
    return values.get(ThreadLocalRandom.current().nextInt(values.size()));
  }
}

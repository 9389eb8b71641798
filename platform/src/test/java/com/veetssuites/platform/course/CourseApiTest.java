package com.veetssuites.platform.course;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.testing.Together;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CourseApiTest {

  private static final PlatformServer SERVER = PlatformServer.shared();
  private static Account instructor;

  @BeforeAll
  static void there_are_courses() {
    instructor = SERVER.instructor();
    for (int i = 0; i < 45; i++) {
      create(
          instructor,
          Map.of(
              "title", "Ring theory " + (char) ('a' + i % 26) + i,
              "description", "Ideals, quotients and zyzzyva number " + i,
              "price", i % 5 + ".50",
              "is_published", true));
    }
  }

  @Test
  void a_published_course_is_in_the_catalogue_without_the_address_of_its_instructor() {
    Answer answer = SERVER.anonymous().get("/api/courses/?page_size=1").expect(200);

    JsonNode course = answer.json().get("results").get(0);
    assertThat(answer.json().propertyNames())
        .containsExactly("count", "next", "previous", "results");
    assertThat(course.get("price").isString()).isTrue();
    assertThat(course.get("instructor").propertyNames())
        .containsExactly("id", "first_name", "last_name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "created_at", "-created_at", "title", "-title", "price", "-price"})
  void walking_by_cursor_and_by_number_meets_the_same_courses_in_the_same_order(String ordering) {
    String list =
        "/api/courses/?instructor=" + instructor.id() + "&page_size=7&ordering=" + ordering;

    List<Long> byNumber = walk(list, "next");
    List<Long> byCursor = walk(list + "&cursor=", "next");

    assertThat(byNumber).hasSize(45).doesNotHaveDuplicates().isEqualTo(byCursor);
  }

  @Test
  void a_cursor_leads_back_the_way_it_came() {
    String list =
        "/api/courses/?instructor=" + instructor.id() + "&page_size=10&ordering=price&cursor=";
    List<List<Long>> forth = pages(list, "next");
    String last = list;
    for (int i = 1; i < forth.size(); i++) {
      last = next(last);
    }

    List<List<Long>> back = pages(last, "previous");

    assertThat(back.reversed()).isEqualTo(forth);
  }

  @Test
  void a_page_by_cursor_is_not_disturbed_by_courses_that_come_and_go() {
    Account teacher = SERVER.instructor();
    List<Long> ids =
        IntStream.range(0, 9)
            .mapToObj(i -> create(teacher, Map.of("title", "Course " + i, "is_published", true)))
            .toList();
    String list = "/api/courses/?instructor=" + teacher.id() + "&page_size=3&cursor=";
    JsonNode first = SERVER.anonymous().get(list).json();

    create(teacher, Map.of("title", "Newer", "is_published", true));
    teacher.client().delete("/api/courses/" + ids.get(8) + "/", "If-Match", "*").expect(204);

    JsonNode second = SERVER.anonymous().get(path(first.get("next").asString())).json();
    assertThat(ids(second)).containsExactly(ids.get(5), ids.get(4), ids.get(3));
  }

  @Test
  void search_finds_words_by_their_beginning_whatever_else_the_text_holds() {
    String own = "/api/courses/?page_size=100&instructor=" + instructor.id() + "&search=";

    assertThat(count(own + "zyzz")).isEqualTo(45);
    assertThat(count(own + "RING+ideal")).isEqualTo(45);
    assertThat(count(own + "ring+absent")).isZero();
    assertThat(count(own + "zyzz%27%3B--%22%26%7C%21%28%29%3A%2A")).isEqualTo(45);
    assertThat(count(own + "%27%20OR%201%3D1%20--")).isZero();
    assertThat(count(own + "%26%7C%21")).isZero();
  }

  @Test
  void links_repeat_what_was_asked_and_nothing_else() {
    String next =
        SERVER
            .anonymous()
            .get(
                "/api/courses?search=ring&page_size=5&ordering=-price&utm_source=x&instructor="
                    + instructor.id())
            .json()
            .get("next")
            .asString();

    assertThat(URI.create(next).getPath()).isEqualTo("/api/courses/");
    assertThat(URI.create(next).getQuery().split("&"))
        .containsExactlyInAnyOrder(
            "page=2",
            "search=ring",
            "page_size=5",
            "ordering=-price",
            "instructor=" + instructor.id());
  }

  @Test
  void a_page_behind_the_last_one_does_not_exist() {
    SERVER.anonymous().get("/api/courses/?page=100000").expect(404);
    SERVER.anonymous().get("/api/courses/?search=nothingmatchesthis&page=1").expect(200);
  }

  @Test
  void a_draft_is_seen_by_its_instructor_and_administrators_only() {
    long draft = create(instructor, Map.of("title", "Draft"));
    String path = "/api/courses/" + draft + "/";

    SERVER.anonymous().get(path).expect(404);
    SERVER.student().client().get(path).expect(404);
    SERVER.instructor().client().get(path).expect(404);
    instructor.client().get(path).expect(200);
    SERVER.admin().client().get(path).expect(200);
    assertThat(ids(instructor.client().get("/api/courses/?mine=true").json())).contains(draft);
    assertThat(ids(SERVER.anonymous().get("/api/courses/").json())).doesNotContain(draft);
    SERVER.anonymous().get("/api/courses/?mine=true").expect(400);
  }

  @Test
  void only_the_owner_and_administrators_change_a_course() {
    long id = create(instructor, Map.of("title", "Mine", "is_published", true));
    String path = "/api/courses/" + id + "/";
    Map<String, Object> patch = Map.of("title", "Theirs");

    SERVER.anonymous().patch(path, patch, "If-Match", "*").expect(401);
    SERVER.student().client().patch(path, patch, "If-Match", "*").expect(403);
    SERVER.instructor().client().patch(path, patch, "If-Match", "*").expect(403);
    SERVER.instructor().client().delete(path, "If-Match", "*").expect(403);
    SERVER.admin().client().patch(path, patch, "If-Match", "*").expect(200);
    SERVER.student().client().post("/api/courses/", Map.of("title", "X")).expect(403);
  }

  @Test
  void a_write_is_meant_for_the_version_that_was_read() {
    long id = create(instructor, Map.of("title", "Versions"));
    String path = "/api/courses/" + id + "/";
    String tag = instructor.client().get(path).tag();

    instructor.client().patch(path, Map.of("price", "5")).expect(428);
    String second =
        instructor.client().patch(path, Map.of("price", "5"), "If-Match", tag).expect(200).tag();
    instructor.client().patch(path, Map.of("price", "6"), "If-Match", tag).expect(412);
    instructor.client().put(path, Map.of("title", "Whole"), "If-Match", second).expect(200);
    instructor.client().delete(path, "If-Match", second).expect(412);
    instructor.client().delete(path, "If-Match", "*").expect(204);
    instructor.client().get(path).expect(404);
  }

  @Test
  void of_simultaneous_changes_to_one_version_one_succeeds() throws Exception {
    long id = create(instructor, Map.of("title", "Contended"));
    String path = "/api/courses/" + id + "/";
    String tag = instructor.client().get(path).tag();
    var calls =
        IntStream.range(0, 8)
            .<Callable<Integer>>mapToObj(i ->
                () ->
                    instructor
                        .client()
                        .patch(path, Map.of("title", "Title " + i), "If-Match", tag)
                        .status())
            .toList();
    assertThat(Together.all(calls)).containsOnly(200, 412).containsOnlyOnce(200);
  }

  @Test
  void put_replaces_and_patch_merges() {
    long id = create(instructor, Map.of("title", "Full", "description", "Much", "price", "12.34"));
    String path = "/api/courses/" + id + "/";

    JsonNode patched =
        instructor.client().patch(path, Map.of("title", "New"), "If-Match", "*").json();
    assertThat(patched.get("description").asString()).isEqualTo("Much");
    assertThat(patched.get("price").asString()).isEqualTo("12.34");

    JsonNode replaced =
        instructor.client().put(path, Map.of("title", "Bare"), "If-Match", "*").json();
    assertThat(replaced.get("description").asString()).isEmpty();
    assertThat(replaced.get("price").asString()).isEqualTo("0.00");
  }

  @Test
  void what_was_created_reads_the_same_afterwards() {
    Answer created =
        instructor
            .client()
            .post("/api/courses/", Map.of("title", "Naïve 数学 🎓", "price", 19.9))
            .expect(201);

    Answer read = instructor.client().get(created.header("Location").orElseThrow());

    assertThat(read.expect(200).body()).isEqualTo(created.body());
    // The tag of an answer that may be a 304 names the version first.
    assertThat(read.tag()).startsWith(created.tag().replaceAll("\"$", "-"));
  }

  /** The seed's own sanity test: the list answers in less than a second. */
  @Test
  void the_course_list_answers_in_less_than_a_second() {
    long start = System.nanoTime();

    SERVER.anonymous().get("/api/courses/").expect(200);

    assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
  }

  private static long create(Account by, Map<String, Object> course) {
    return by.client().post("/api/courses/", course).expect(201).json().get("id").asLong();
  }

  private static long count(String list) {
    return SERVER.anonymous().get(list).expect(200).json().get("count").asLong();
  }

  private static List<Long> walk(String list, String direction) {
    return pages(list, direction).stream().flatMap(List::stream).toList();
  }

  private static List<List<Long>> pages(String list, String direction) {
    List<List<Long>> pages = new ArrayList<>();
    var seen = new HashSet<String>();
    String path = list;
    while (seen.add(path)) {
      JsonNode page = SERVER.anonymous().get(path).expect(200).json();
      pages.add(ids(page));
      if (page.get(direction).isNull()) {
        return pages;
      }
      path = path(page.get(direction).asString());
    }
    throw new AssertionError("The links of " + list + " go in a circle");
  }

  private static String next(String list) {
    return path(SERVER.anonymous().get(list).json().get("next").asString());
  }

  private static String path(String url) {
    URI uri = URI.create(url);
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }

  private static List<Long> ids(JsonNode page) {
    List<Long> ids = new ArrayList<>();
    page.get("results").forEach(course -> ids.add(course.get("id").asLong()));
    return ids;
  }
}

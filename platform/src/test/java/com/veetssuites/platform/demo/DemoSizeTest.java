package com.veetssuites.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemoSizeTest {

  @Test
  void fewer_users_than_accounts_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DemoSize(2, 0, 0, 0))
        .withMessage("--users must be a number from 3 to 1000000.");
  }

  @Test
  void negative_and_huge_numbers_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DemoSize(10, -1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new DemoSize(10, 10, -1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new DemoSize(10, 10, 0, 1_000_000_000));
  }

  @Test
  void more_enrollments_than_pairs_of_student_and_course_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DemoSize(13, 10, 100, 0))
        .withMessage(
            "100 enrollments are impossible: 10 students and 9 published courses make 90 pairs at most.");
  }

  @Test
  void sessions_without_courses_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DemoSize(3, 0, 0, 1))
        .withMessage("Sessions need at least one of --courses.");
  }

  @Test
  void students_and_published_courses_are_counted_as_they_are_made() {
    for (int n = 3; n < 100; n++) {
      assertThat(DemoPeople.students(n)).isEqualTo(DemoPeople.studentIndices(n).length);
      assertThat(DemoCourses.published(n))
          .isEqualTo(IntStream.range(0, n).filter(DemoCourses::isPublished).count());
    }
  }

  @Test
  void every_subject_has_its_24_topics() {
    assertThat(Vocabulary.SUBJECTS).allSatisfy(subject -> assertThat(subject.topics()).hasSize(24));
    assertThat(IntStream.range(0, Vocabulary.TITLES).mapToObj(Vocabulary::title).distinct())
        .hasSize(Vocabulary.TITLES)
        .allSatisfy(title -> assertThat(title).hasSizeLessThan(150));
  }
}

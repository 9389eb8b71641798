package com.veetssuites.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The house rules that a compiler does not check. */
@AnalyzeClasses(packages = "com.veetssuites", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** Domains use each other's public types only, and never in a circle. */
  @Test
  void the_domains_form_no_cycle() {
    ApplicationModules.of(VeetsSuites.class).verify();
  }

  /** Whom each module may know. */
  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "cache", Set.of(),
          "query", Set.of(),
          "task", Set.of(),
          "response", Set.of("cache", "query"),
          "monitor", Set.of("cache", "query", "task"),
          "command", Set.of("cache", "query", "task", "monitor"),
          "platform", Set.of("cache", "query", "task", "response", "monitor", "command"));

  @ArchTest
  static void no_module_knows_another_than_the_house_has_drawn(JavaClasses classes) {
    ARROWS.forEach((module, known) ->
        ARROWS.keySet().stream()
            .filter(other -> !other.equals(module) && !known.contains(other))
            .forEach(other ->
                noClasses()
                    .that()
                    .resideInAPackage("com.veetssuites." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.veetssuites." + other + "..")
                    .check(classes)));
  }

  @ArchTest
  static final ArchRule the_command_line_knows_no_spring =
      noClasses()
          .that()
          .resideInAPackage("com.veetssuites.command..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework..");

  @ArchTest
  static final ArchRule third_parties_enter_the_query_module_where_they_are_named =
      noClasses()
          .that()
          .resideInAPackage("com.veetssuites.query")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "org.hibernate..",
              "org.postgresql..",
              "org.junit..",
              "net.ttddyy..");

  @ArchTest
  static final ArchRule the_response_cache_knows_the_cache_and_the_annotations_of_query =
      noClasses()
          .that()
          .resideInAPackage("com.veetssuites.response..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.veetssuites.query.*..");

  @ArchTest
  static final ArchRule only_auto_configuration_knows_spring_boot =
      noClasses()
          .that()
          .resideInAnyPackage(
              "com.veetssuites.cache..",
              "com.veetssuites.query..",
              "com.veetssuites.response..",
              "com.veetssuites.task..",
              "com.veetssuites.monitor..")
          .and()
          .resideOutsideOfPackage("..autoconfigure..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework.boot..");

  @ArchTest
  static final ArchRule third_parties_enter_the_cache_where_they_are_named =
      noClasses()
          .that()
          .resideInAPackage("com.veetssuites.cache")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "org.hibernate..",
              "io.lettuce..",
              "net.ttddyy..",
              "net.sf..");

  @ArchTest
  static final ArchRule every_package_is_null_marked =
      classes()
          .that()
          .resideInAPackage("com.veetssuites..")
          .should(
              new ArchCondition<JavaClass>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  events.add(
                      new SimpleConditionEvent(
                          type,
                          type.getPackage().isAnnotatedWith(NullMarked.class),
                          type.getName() + " is not in a @NullMarked package"));
                }
              });

  @ArchTest
  static final ArchRule names_say_what_a_class_is =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper");

  @ArchTest
  static final ArchRule no_room_is_a_drawer =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..common..",
              "..core..",
              "..utils..",
              "..util..",
              "..controller..",
              "..service..",
              "..repository..",
              "..dto..",
              "..mapper..");

  @ArchTest
  static final ArchRule time_is_injected =
      noClasses()
          .that()
          .resideOutsideOfPackage("com.veetssuites.platform.database..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now");
}

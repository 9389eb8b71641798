package com.veetssuites.monitor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.Point;
import com.veetssuites.monitor.SeriesId;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.monitor.micrometer.FunctionCollector;
import com.veetssuites.monitor.micrometer.MonitorRegistry;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A plain {@code @Timed} on a bean is enough. */
@Timeout(60)
class TimedAutoConfigurationTest {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  AopAutoConfiguration.class,
                  MetricsAutoConfiguration.class,
                  MonitorRegistryAutoConfiguration.class,
                  CompositeMeterRegistryAutoConfiguration.class,
                  TimedAutoConfiguration.class))
          .withBean(Shelf.class)
          .withBean(Wholly.class)
          .withBean(Untimed.class);

  static class Shelf {

    CompletableFuture<String> coming = new CompletableFuture<>();

    @Timed
    public String find(String title) throws IOException {
      if (title.isEmpty()) {
        throw new IOException("There is no book without a title.");
      }
      return title;
    }

    @Timed(
        value = "shelf.order",
        extraTags = {"floor", "2"},
        description = "Orders")
    public CompletableFuture<String> order() {
      return coming;
    }

    @Timed(value = "shelf.long", longTask = true)
    public int inventory() {
      return 3;
    }

    public int untimed() {
      return 4;
    }
  }

  @Timed("whole")
  static class Wholly {
    public void one() {}

    @Timed("own")
    public void other() {}
  }

  static class Untimed {
    public void nothing() {}
  }

  private static Timer timer(
      MeterRegistry registry, String name, Class<?> type, String method, String exception) {
    return registry
        .get(name)
        .tags("class", type.getName(), "method", method, "exception", exception)
        .timer();
  }

  private static Point function(MonitorRegistry registry, String name) {
    var frame = new Frame.Builder();
    new FunctionCollector(registry).collect(frame);
    return frame
        .build(Instant.EPOCH, 1)
        .points()
        .getOrDefault(new SeriesId(SeriesKind.FUNCTION, name), Point.none(SeriesKind.FUNCTION));
  }

  @Test
  void calls_are_timed_and_are_functions() {
    application.run(context -> {
      Shelf shelf = context.getBean(Shelf.class);
      assertThat(shelf.find("Emma")).isEqualTo("Emma");
      shelf.find("Persuasion");
      assertThatThrownBy(() -> shelf.find("")).isInstanceOf(IOException.class);
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      assertThat(timer(registry, "method.timed", Shelf.class, "find", "none").count()).isEqualTo(2);
      assertThat(timer(registry, "method.timed", Shelf.class, "find", "IOException").count())
          .isEqualTo(1);
      Point point =
          function(context.getBean(MonitorRegistry.class), Shelf.class.getName() + ".find");
      assertThat(point.value("count")).isEqualTo(3);
      assertThat(point.value("errors")).isEqualTo(1);
    });
  }

  @Test
  void what_is_only_begun_is_timed_until_it_completes() {
    application.run(context -> {
      Shelf shelf = context.getBean(Shelf.class);
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      CompletableFuture<String> first = new CompletableFuture<>();
      setComing(shelf, first);
      assertThat(shelf.order()).as("the very same").isSameAs(first);
      assertThat(registry.find("shelf.order").timer()).isNull();
      first.complete("Emma");
      Timer timer = timer(registry, "shelf.order", Shelf.class, "order", "none");
      assertThat(timer.count()).isEqualTo(1);
      assertThat(timer.getId().getTag("floor")).isEqualTo("2");
      assertThat(timer.getId().getDescription()).isEqualTo("Orders");

      CompletableFuture<String> second = new CompletableFuture<>();
      setComing(shelf, second.thenApply(String::strip));
      shelf.order();
      second.completeExceptionally(new IOException("Sold out."));
      assertThat(timer(registry, "shelf.order", Shelf.class, "order", "IOException").count())
          .isEqualTo(1);
      setComing(shelf, CompletableFuture.failedFuture(new CompletionException(null)));
      shelf.order();
      assertThat(timer(registry, "shelf.order", Shelf.class, "order", "CompletionException"))
          .isNotNull();
    });
  }

  /** A proxy has no fields of its own. */
  private static void setComing(Shelf shelf, CompletableFuture<String> coming) throws Exception {
    ((Shelf) Objects.requireNonNull(((Advised) shelf).getTargetSource().getTarget())).coming =
        coming;
  }

  @Test
  void an_annotation_of_the_class_counts_for_its_methods() {
    application.run(context -> {
      Wholly wholly = context.getBean(Wholly.class);
      wholly.one();
      wholly.other();
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      assertThat(timer(registry, "whole", Wholly.class, "one", "none").count()).isEqualTo(1);
      assertThat(timer(registry, "own", Wholly.class, "other", "none").count()).isEqualTo(1);
    });
  }

  @Test
  void what_is_not_annotated_and_long_tasks_are_left_alone() {
    application.run(context -> {
      assertThat(AopUtils.isAopProxy(context.getBean(Untimed.class))).isFalse();
      assertThat(context.getBean(Shelf.class).inventory()).isEqualTo(3);
      assertThat(context.getBean(Shelf.class).untimed()).isEqualTo(4);
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      assertThat(registry.find("shelf.long").meter()).isNull();
      assertThat(registry.find("method.timed").meter()).isNull();
    });
  }

  @Test
  void a_meter_that_cannot_be_made_does_not_harm_the_call() {
    application.run(context -> {
      context
          .getBean(MeterRegistry.class)
          .counter("own", "class", Wholly.class.getName(), "method", "other", "exception", "none");
      context.getBean(Wholly.class).other();
    });
  }

  @Test
  void micrometers_own_aspect_is_not_doubled() {
    // AspectJ is not on the class path, so that the aspect is named, and never made.
    application
        .withInitializer(context -> {
          var aspect = new RootBeanDefinition("io.micrometer.core.aop.TimedAspect");
          aspect.setLazyInit(true);
          ((BeanDefinitionRegistry) context).registerBeanDefinition("timedAspect", aspect);
        })
        .run(context -> assertThat(context).doesNotHaveBean("timedAdvisor"));
  }

  @Test
  void it_is_off_with_the_monitor() {
    application
        .withPropertyValues("veets.monitor.enabled=false")
        .run(context -> {
          assertThat(context).hasNotFailed().doesNotHaveBean("timedAdvisor");
          assertThat(context.getBean(Shelf.class).find("Emma")).isEqualTo("Emma");
        });
  }
}

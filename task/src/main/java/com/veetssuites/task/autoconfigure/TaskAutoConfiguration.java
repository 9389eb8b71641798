package com.veetssuites.task.autoconfigure;

import com.veetssuites.task.InvalidTasks;
import com.veetssuites.task.Schedule;
import com.veetssuites.task.Schedules;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskInterceptor;
import com.veetssuites.task.TaskListener;
import com.veetssuites.task.TaskSignals;
import com.veetssuites.task.TaskType;
import com.veetssuites.task.TaskTypes;
import com.veetssuites.task.TaskWorker;
import com.veetssuites.task.Tasks;
import com.veetssuites.task.WorkerSettings;
import com.veetssuites.task.autoconfigure.TaskProperties.Scheduled;
import com.veetssuites.task.micrometer.TaskMeters;
import com.veetssuites.task.postgres.TaskSchema;
import com.veetssuites.task.spring.HandlerMethods;
import com.veetssuites.task.spring.WorkerLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Runs the tasks of an application that has a PostgreSQL. */
@AutoConfiguration(
    after = DataSourceAutoConfiguration.class,
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(PGConnection.class)
@ConditionalOnBean(DataSource.class)
@ConditionalOnProperty(name = "veets.tasks.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(TaskProperties.class)
public final class TaskAutoConfiguration {

  /** Of the queues' claims and acknowledgements, not all come at once. */
  private static final int MOST_CONNECTIONS = 16;

  private static final int FOR_ALL_QUEUES = 3;

  @Bean
  @ConditionalOnMissingBean
  TaskTypes taskTypes(Declared declared, TaskQueues queues, TaskProperties properties) {
    List<TaskType> types = declared.types();
    var names = new QueueNames(types.stream().map(TaskType::name).toList());
    Map<String, String> routes = new TreeMap<>();
    properties.routes().forEach((type, queue) -> routes.put(names.of(type), queues.named(queue)));
    return new TaskTypes(types, routes, queues.concurrency().keySet());
  }

  /** What the application can run, before anything is routed. */
  record Declared(List<TaskType> types) {}

  @Bean
  Declared declaredTasks(ConfigurableListableBeanFactory beans, ObjectProvider<TaskType> declared) {
    List<TaskType> types = new ArrayList<>(HandlerMethods.of(beans));
    declared.orderedStream().forEach(types::add);
    return new Declared(types);
  }

  @Bean
  @ConditionalOnMissingBean
  TaskQueues taskQueues(Declared declared, TaskProperties properties) {
    return TaskQueues.of(declared.types(), properties);
  }

  @Bean
  TaskConnections taskConnections(DataSource application, TaskQueues queues) {
    return TaskConnections.beside(
        application, Math.min(MOST_CONNECTIONS, 2 * queues.concurrency().size() + FOR_ALL_QUEUES));
  }

  @Bean
  @ConditionalOnMissingBean
  TaskSignals taskSignals(TaskConnections connections, TaskProperties properties) {
    return new TaskSignals(connections.source(), properties.notifyWorkers());
  }

  @Bean
  @ConditionalOnMissingBean
  TaskControl taskControl(TaskConnections connections, TaskSignals signals) {
    return new TaskControl(connections.source(), signals);
  }

  @Bean
  @ConditionalOnMissingBean
  @DependsOnDatabaseInitialization
  Tasks tasks(
      DataSource application,
      TaskConnections connections,
      TaskTypes types,
      TaskSignals signals,
      ObjectProvider<TaskListener> listeners,
      ObjectProvider<Clock> clock,
      TaskProperties properties) {
    if (properties.createTables()) {
      try (Connection connection = connections.source().getConnection()) {
        TaskSchema.create(connection);
      } catch (SQLException e) {
        throw new IllegalStateException(
            "The tables of the tasks could not be created: " + e.getMessage(), e);
      }
    }
    return new Tasks(application, types, signals, TaskListeners.of(listeners), clock(clock));
  }

  @Bean
  @ConditionalOnMissingBean
  Schedules schedules(
      TaskConnections connections, TaskTypes types, TaskSignals signals, Tasks afterTables) {
    return new Schedules(connections.source(), types, signals);
  }

  @Bean
  @ConditionalOnProperty(
      name = "veets.tasks.worker.enabled",
      havingValue = "true",
      matchIfMissing = true)
  WorkerLifecycle taskWorker(
      TaskProperties properties,
      TaskQueues queues,
      TaskTypes types,
      TaskConnections connections,
      TaskSignals signals,
      Schedules schedules,
      ObjectProvider<TaskInterceptor> interceptors,
      ObjectProvider<TaskListener> listeners,
      ObjectProvider<Clock> clock) {
    TaskProperties.Worker worker = properties.worker();
    var settings =
        new WorkerSettings(
            Objects.requireNonNullElseGet(worker.name(), TaskAutoConfiguration::processName),
            queues.served(worker),
            worker.poll(),
            worker.heartbeat(),
            worker.shutdownTimeout(),
            properties.keepDead());
    List<Schedules.Configured> configured = configured(properties, types);
    return new WorkerLifecycle(() -> {
      schedules.configure(configured);
      return new TaskWorker(
          settings,
          types,
          connections.source(),
          signals,
          interceptors.orderedStream().toList(),
          TaskListeners.of(listeners),
          clock(clock));
    });
  }

  private static List<Schedules.Configured> configured(TaskProperties properties, TaskTypes types) {
    var names = new QueueNames(types.names());
    List<Schedules.Configured> schedules = new ArrayList<>();
    properties
        .schedules()
        .forEach((name, scheduled) -> {
          String task = names.of(scheduled.task());
          schedules.add(
              new Schedules.Configured(
                  name,
                  task,
                  payload(scheduled, types.named(task)),
                  timing(name, scheduled),
                  scheduled.missed()));
        });
    return schedules;
  }

  private static Schedule timing(String name, Scheduled scheduled) {
    if ((scheduled.cron() == null) == (scheduled.every() == null)) {
      throw new InvalidTasks("The schedule %s must have either cron or every.".formatted(name));
    }
    try {
      return scheduled.cron() != null
          ? new Schedule.Cron(scheduled.cron(), ZoneId.of(scheduled.zone()))
          : new Schedule.Every(Objects.requireNonNull(scheduled.every()));
    } catch (DateTimeException e) {
      throw new InvalidTasks(
          "The schedule %s has the zone \"%s\", which is none, as Europe/Berlin is."
              .formatted(name, scheduled.zone()),
          e);
    } catch (InvalidTasks e) {
      throw new InvalidTasks("The schedule %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static String payload(Scheduled scheduled, @Nullable TaskType type) {
    List<String> components =
        type == null
            ? List.of()
            : Arrays.stream(type.payload().getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    var names = new QueueNames(components);
    Map<String, Object> fields = new LinkedHashMap<>();
    scheduled
        .payload()
        .forEach((component, value) -> {
          String known = names.of(component);
          fields.put(components.contains(known) ? known : component, value);
        });
    return JsonMapper.shared().writeValueAsString(fields);
  }

  private static Clock clock(ObjectProvider<Clock> clock) {
    return Objects.requireNonNullElseGet(clock.getIfUnique(), Clock::systemUTC);
  }

  private static String processName() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "localhost";
    }
    return host + "-" + ProcessHandle.current().pid();
  }

  /** Counts for Micrometer. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static class Metrics {

    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean
    TaskMeters taskMeters(MeterRegistry registry, TaskControl control, TaskQueues queues) {
      return new TaskMeters(registry, control, queues.concurrency().keySet());
    }
  }
}

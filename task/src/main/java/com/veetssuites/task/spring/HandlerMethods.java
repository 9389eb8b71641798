package com.veetssuites.task.spring;

import com.veetssuites.task.Durations;
import com.veetssuites.task.InvalidTasks;
import com.veetssuites.task.RetryPolicy;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskHandler;
import com.veetssuites.task.TaskType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** The {@link TaskHandler} methods of all beans. No bean is made before its first task. */
public final class HandlerMethods {

  private HandlerMethods() {}

  /**
   * Finds them.
   *
   * @throws InvalidTasks when a method cannot be one
   */
  public static List<TaskType> of(ConfigurableListableBeanFactory beans) {
    List<TaskType> types = new ArrayList<>();
    for (String name : beans.getBeanDefinitionNames()) {
      if (beans.getBeanDefinition(name).isAbstract()) {
        continue;
      }
      Class<?> found = beans.getType(name, false);
      if (found == null) {
        continue;
      }
      Class<?> type = ClassUtils.getUserClass(found);
      if (!AnnotationUtils.isCandidateClass(type, TaskHandler.class)) {
        continue;
      }
      MethodIntrospector.selectMethods(
              type,
              (MethodIntrospector.MetadataLookup<TaskHandler>)
                  method -> AnnotatedElementUtils.findMergedAnnotation(method, TaskHandler.class))
          .forEach((method, handler) -> types.add(type(beans, name, method, handler)));
    }
    return types;
  }

  private static TaskType type(
      ConfigurableListableBeanFactory beans, String bean, Method method, TaskHandler handler) {
    String where = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    Class<?>[] parameters = method.getParameterTypes();
    boolean withContext = parameters.length == 2 && parameters[1] == TaskContext.class;
    if (parameters.length != 1 && !withContext) {
      throw new InvalidTasks(
          "The @TaskHandler %s must take the payload, a record, and after it a TaskContext or nothing."
              .formatted(where));
    }
    try {
      return new TaskType(
          handler.type().isEmpty() ? TaskType.nameOf(parameters[0]) : handler.type(),
          parameters[0],
          handler.queue(),
          new RetryPolicy(
              handler.maxRetries(),
              Durations.parse(handler.backoff(), "backoff"),
              handler.backoffMultiplier(),
              Durations.parse(handler.maxBackoff(), "maxBackoff")),
          Durations.parse(handler.timeLimit(), "timeLimit"),
          handler.priority(),
          Durations.parse(handler.resultTtl(), "resultTtl"),
          new Invocation(beans, bean, method, withContext));
    } catch (IllegalArgumentException e) {
      throw new InvalidTasks(
          "The @TaskHandler %s is wrong: %s".formatted(where, e.getMessage()), e);
    }
  }

  /** A call of the method, on the bean with its advice. */
  private record Invocation(
      ConfigurableListableBeanFactory beans, String bean, Method method, boolean withContext)
      implements TaskType.Work {

    @Override
    public @Nullable Object run(Object payload, TaskContext context) throws Exception {
      Object target = beans.getBean(bean);
      Method invocable = AopUtils.selectInvocableMethod(method, target.getClass());
      ReflectionUtils.makeAccessible(invocable);
      try {
        return withContext
            ? invocable.invoke(target, payload, context)
            : invocable.invoke(target, payload);
      } catch (InvocationTargetException e) {
        ReflectionUtils.rethrowException(e.getTargetException());
        throw e; // not reached
      }
    }
  }
}

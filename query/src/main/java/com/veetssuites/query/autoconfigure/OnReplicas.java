package com.veetssuites.query.autoconfigure;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds when there are read replicas. */
final class OnReplicas extends SpringBootCondition {

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    boolean some =
        Binder.get(context.getEnvironment())
            .bind("veets.query.replicas.urls", Bindable.listOf(String.class))
            .orElse(List.of())
            .stream()
            .anyMatch(url -> !url.isBlank());
    ConditionMessage message =
        ConditionMessage.of("veets.query.replicas.urls has " + (some ? "some" : "none"));
    return new ConditionOutcome(some, message);
  }
}

package com.veetssuites.query.hibernate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** Holds one declared plan against the model. */
final class PlanReading {

  private final DeclaredPlan declared;
  private final List<SessionFactoryImplementor> models;

  PlanReading(DeclaredPlan declared, List<SessionFactoryImplementor> models) {
    this.declared = declared;
    this.models = models;
  }

  PlannedFetches read() {
    EntityPersister entity = entity();
    Set<String> profiles = new HashSet<>();
    String joined = null;
    for (String path : declared.join()) {
      for (FetchPath.Step step : FetchPath.read(declared, entity, path)) {
        if (!step.many()) {
          profiles.add(AssociationProfiles.join(step.role()));
        } else {
          profiles.add(AssociationProfiles.batch(step.role()));
          joined = joined == null ? step.role() : joined;
        }
      }
    }
    for (String path : declared.batch()) {
      for (FetchPath.Step step : FetchPath.read(declared, entity, path)) {
        profiles.add(AssociationProfiles.batch(step.role()));
      }
    }
    Map<String, Set<String>> byId = new HashMap<>();
    if (joined != null) {
      byId.put(entity.getRootEntityName(), Set.of(AssociationProfiles.join(joined)));
    }
    return new PlannedFetches(profiles, byId);
  }

  private EntityPersister entity() {
    Class<?> named = declared.entity();
    if (named != null) {
      EntityPersister found = find(named);
      if (found == null) {
        throw declared.invalid(
            "begins at %s, which is no entity.".formatted(named.getSimpleName()));
      }
      return found;
    }
    for (Class<?> hint : declared.hints()) {
      EntityPersister found = find(hint);
      if (found != null) {
        return found;
      }
    }
    return onlyOneWithAllPaths();
  }

  private @Nullable EntityPersister find(Class<?> type) {
    for (SessionFactoryImplementor model : models) {
      EntityPersister found = model.getMappingMetamodel().findEntityDescriptor(type);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private EntityPersister onlyOneWithAllPaths() {
    List<EntityPersister> fitting = new ArrayList<>();
    List<EntityPersister> all = entities().toList();
    for (EntityPersister entity : all) {
      // An inherited attribute is one of the entity that declares it.
      if (fits(entity)
          && fitting.stream()
              .noneMatch(each -> each.getRootEntityName().equals(entity.getRootEntityName()))) {
        fitting.add(entity);
      }
    }
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    if (fitting.isEmpty()) {
      throw noneHasAll(all);
    }
    throw declared.invalid(
        "could begin at %s; say which, as in entity = %s.class."
            .formatted(
                fitting.stream()
                    .map(PlanReading::name)
                    .sorted()
                    .collect(Collectors.joining(" or ")),
                fitting.stream().map(PlanReading::name).sorted().findFirst().orElseThrow()));
  }

  private Stream<EntityPersister> entities() {
    List<EntityPersister> all = new ArrayList<>();
    models.forEach(model -> model.getMappingMetamodel().forEachEntityDescriptor(all::add));
    // Superclasses first.
    return all.stream().sorted((one, other) -> Integer.compare(depth(one), depth(other)));
  }

  private static int depth(EntityPersister entity) {
    int depth = 0;
    for (var type = entity.getSuperMappingType(); type != null; type = type.getSuperMappingType()) {
      depth++;
    }
    return depth;
  }

  private boolean fits(EntityPersister entity) {
    try {
      Stream.concat(declared.join().stream(), declared.batch().stream())
          .forEach(path -> FetchPath.read(declared, entity, path));
      return true;
    } catch (InvalidFetchPlan e) {
      return false;
    }
  }

  /** No entity has all of the paths: the sentence names what is nearest. */
  private InvalidFetchPlan noneHasAll(List<EntityPersister> all) {
    List<String> paths =
        Stream.concat(declared.join().stream(), declared.batch().stream()).toList();
    if (paths.isEmpty()) {
      return declared.invalid("names no path.");
    }
    EntityPersister nearest = null;
    int least = Integer.MAX_VALUE;
    for (EntityPersister entity : all) {
      int distance = 0;
      for (String path : paths) {
        String first = path.split("\\.", 2)[0];
        distance += Spelling.distance(first, Spelling.nearest(first, FetchPath.names(entity)));
      }
      if (distance < least) {
        least = distance;
        nearest = entity;
      }
    }
    if (nearest != null && least <= 2 * paths.size()) {
      for (String path : paths) {
        try {
          FetchPath.read(declared, nearest, path);
        } catch (InvalidFetchPlan e) {
          return e;
        }
      }
    }
    return declared.invalid(
        "begins at an entity that cannot be told, for none has %s; correct the paths, or say entity = … to be told what is near."
            .formatted(paths.stream().collect(Collectors.joining("\" and \"", "\"", "\""))));
  }

  private static String name(EntityPersister entity) {
    return entity.getMappedClass().getSimpleName();
  }
}

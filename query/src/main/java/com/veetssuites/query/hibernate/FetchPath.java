package com.veetssuites.query.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.ManagedMappingType;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.metamodel.mapping.internal.EmbeddedAttributeMapping;
import org.hibernate.metamodel.mapping.internal.EntityCollectionPart;
import org.hibernate.metamodel.mapping.internal.ToOneAttributeMapping;
import org.jspecify.annotations.Nullable;

/** Walks a path through the model, association by association. */
final class FetchPath {

  /**
   * An association on the way.
   *
   * @param role as {@code com.example.Course.sessions}
   * @param many whether it is a collection
   */
  record Step(String role, boolean many, AttributeMapping attribute) {}

  private final DeclaredPlan declared;
  private final String path;
  private final List<Step> steps = new ArrayList<>();

  private FetchPath(DeclaredPlan declared, String path) {
    this.declared = declared;
    this.path = path;
  }

  /**
   * The associations of the path.
   *
   * @throws InvalidFetchPlan when there is no such path
   */
  static List<Step> read(DeclaredPlan declared, EntityMappingType entity, String path) {
    return new FetchPath(declared, path).walk(entity);
  }

  private List<Step> walk(EntityMappingType entity) {
    ManagedMappingType at = entity;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length; i++) {
      if (at == null) {
        throw declared.invalid(
            "has the path \"%s\", but the elements of %s have no associations."
                .formatted(path, shortly(steps.getLast().role())));
      }
      AttributeMapping attribute = find(at, names[i]);
      if (attribute == null) {
        throw unknown(at, names[i]);
      }
      switch (attribute) {
        case EmbeddedAttributeMapping value -> {
          at = value.getMappedType();
          if (i == names.length - 1) {
            throw declared.invalid(
                "has the path \"%s\", which ends at a value that is read anyway; name an association in it%s."
                    .formatted(path, listed(at)));
          }
        }
        case ToOneAttributeMapping one -> {
          add(one, false);
          at = one.getEntityMappingType();
        }
        case PluralAttributeMapping many -> {
          add(many, true);
          at =
              many.getElementDescriptor() instanceof EntityCollectionPart element
                  ? element.getEntityMappingType()
                  : null;
        }
        default ->
            throw declared.invalid(
                "has the path \"%s\", but %s is read with its %s anyway; a plan names associations%s."
                    .formatted(
                        path,
                        shortly(attribute.getNavigableRole().getFullPath()),
                        at instanceof EmbeddableMappingType ? "value" : "entity",
                        listed(at)));
      }
    }
    return steps;
  }

  private void add(AttributeMapping attribute, boolean many) {
    Step step = new Step(attribute.getNavigableRole().getFullPath(), many, attribute);
    for (Step before : steps) {
      if (before.role().equals(step.role())) {
        throw declared.invalid(
            "has the cyclic path \"%s\": it goes over %s twice; a plan fetches an association wherever it meets it, so name it once."
                .formatted(path, shortly(step.role())));
      }
    }
    if (!steps.isEmpty() && inverse(steps.getLast().attribute(), attribute)) {
      throw declared.invalid(
          "has the cyclic path \"%s\": %s is the other side of %s, so it goes back to where it came from; leave out that step."
              .formatted(path, shortly(step.role()), shortly(steps.getLast().role())));
    }
    steps.add(step);
  }

  private static boolean inverse(AttributeMapping there, AttributeMapping back) {
    return mappedBy(there, back)
        || mappedBy(back, there)
        || (there instanceof ToOneAttributeMapping one
            && back instanceof ToOneAttributeMapping other
            && one.getForeignKeyDescriptor() == other.getForeignKeyDescriptor());
  }

  private static boolean mappedBy(AttributeMapping side, AttributeMapping owner) {
    if (!(side instanceof PluralAttributeMapping many)) {
      return false;
    }
    String name = many.getCollectionDescriptor().getMappedByProperty();
    EntityMappingType element =
        many.getElementDescriptor() instanceof EntityCollectionPart part
            ? part.getEntityMappingType()
            : null;
    return name != null && element != null && find(element, name) == owner;
  }

  /** Also one that only a subclass has. */
  private static @Nullable AttributeMapping find(ManagedMappingType type, String name) {
    AttributeMapping found = type.findAttributeMapping(name);
    if (found == null && type instanceof EntityMappingType entity) {
      for (EntityMappingType each : entity.getSubMappingTypes()) {
        found = each.findAttributeMapping(name);
        if (found != null) {
          return found;
        }
      }
    }
    return found;
  }

  private InvalidFetchPlan unknown(ManagedMappingType type, String name) {
    String nearest = Spelling.nearest(name, names(type));
    boolean near =
        !nearest.isEmpty() && Spelling.distance(name, nearest) <= Math.max(2, name.length() / 3);
    return declared.invalid(
        "has the path \"%s\", but %s has no \"%s\"%s"
            .formatted(
                path,
                type.getMappedJavaType().getJavaTypeClass().getSimpleName(),
                name,
                near ? "; did you mean \"" + nearest + "\"?" : listed(type) + "."));
  }

  private static String listed(ManagedMappingType type) {
    TreeSet<String> names = names(type);
    return names.isEmpty() ? "" : ": " + String.join(", ", names);
  }

  /** What a path can go on with: associations, and values that have some. */
  static TreeSet<String> names(ManagedMappingType type) {
    TreeSet<String> names = new TreeSet<>();
    type.forEachAttributeMapping(attribute -> add(names, attribute));
    if (type instanceof EntityMappingType entity) {
      entity
          .getSubMappingTypes()
          .forEach(each -> each.forEachAttributeMapping(attribute -> add(names, attribute)));
    }
    return names;
  }

  private static void add(TreeSet<String> names, AttributeMapping attribute) {
    if (attribute instanceof ToOneAttributeMapping
        || attribute instanceof PluralAttributeMapping
        || (attribute instanceof EmbeddedAttributeMapping value
            && !names(value.getMappedType()).isEmpty())) {
      names.add(attribute.getAttributeName());
    }
  }

  /** {@code Course.sessions} of {@code com.example.Course.sessions}. */
  static String shortly(String role) {
    String[] parts = role.split("[.$]");
    int first = parts.length - 1;
    while (first > 0 && !Character.isUpperCase(parts[first].charAt(0))) {
      first--;
    }
    return String.join(".", List.of(parts).subList(first, parts.length));
  }
}

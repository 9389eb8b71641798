package com.veetssuites.query.spring;

import com.veetssuites.query.FetchPlan;
import com.veetssuites.query.OptimizedResource;
import com.veetssuites.query.hibernate.DeclaredPlan;
import com.veetssuites.query.hibernate.FetchPlans;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** The plans of methods: what their annotations say, held against the model once. */
public final class PlannedMethods {

  private static final String HANDLER = "org.springframework.web.bind.annotation.RequestMapping";

  private record Place(Class<?> type, Method method) {}

  private final FetchPlans plans;
  private final Map<Place, List<FetchPlans.Plan>> known = new ConcurrentHashMap<>();

  public PlannedMethods(FetchPlans plans) {
    this.plans = plans;
  }

  /** Whether the type or one of its methods may have a plan. */
  static boolean candidate(Class<?> type) {
    return AnnotationUtils.isCandidateClass(type, FetchPlan.class)
        && !type.getName().startsWith("org.springframework.");
  }

  /** Whether calls of the method have a plan. */
  static boolean planned(Class<?> type, Method method) {
    return AnnotatedElementUtils.hasAnnotation(method, FetchPlan.class)
        || AnnotatedElementUtils.hasAnnotation(type, FetchPlan.class)
        || (AnnotatedElementUtils.hasAnnotation(type, OptimizedResource.class)
            && AnnotatedElementUtils.isAnnotated(method, HANDLER));
  }

  /**
   * The plans of a method.
   *
   * @param domain the entity of the repository that the method is of; null when it is of none
   * @throws com.veetssuites.query.hibernate.InvalidFetchPlan when the model does not have a path
   */
  List<FetchPlans.Plan> of(Class<?> type, Method method, @Nullable Class<?> domain) {
    Place place = new Place(type, method);
    List<FetchPlans.Plan> found = known.get(place);
    if (found == null) {
      found = declared(type, method, domain).stream().map(plans::plan).toList();
      known.put(place, found);
    }
    return found;
  }

  private static List<DeclaredPlan> declared(
      Class<?> type, Method method, @Nullable Class<?> domain) {
    List<DeclaredPlan> declared = new ArrayList<>();
    FetchPlan onMethod = AnnotatedElementUtils.findMergedAnnotation(method, FetchPlan.class);
    if (onMethod != null) {
      List<Class<?>> hints = new ArrayList<>();
      if (domain != null) {
        hints.add(domain);
      }
      types(ResolvableType.forMethodReturnType(method, type), hints, 0);
      declared.add(
          plan(
              type.getSimpleName() + "." + method.getName(),
              "@FetchPlan",
              "join",
              onMethod.join(),
              "batch",
              onMethod.batch(),
              onMethod.entity(),
              hints));
    }
    List<Class<?>> hints = domain == null ? List.of() : List.of(domain);
    FetchPlan onType = AnnotatedElementUtils.findMergedAnnotation(type, FetchPlan.class);
    if (onType != null) {
      declared.add(
          plan(
              type.getSimpleName(),
              "@FetchPlan",
              "join",
              onType.join(),
              "batch",
              onType.batch(),
              onType.entity(),
              hints));
    }
    OptimizedResource resource =
        AnnotatedElementUtils.findMergedAnnotation(type, OptimizedResource.class);
    if (resource != null
        && resource.selectRelated().length + resource.prefetchRelated().length > 0
        && AnnotatedElementUtils.isAnnotated(method, HANDLER)) {
      declared.add(
          plan(
              type.getSimpleName(),
              "@OptimizedResource",
              "selectRelated",
              resource.selectRelated(),
              "prefetchRelated",
              resource.prefetchRelated(),
              resource.entity(),
              hints));
    }
    return declared;
  }

  private static DeclaredPlan plan(
      String place,
      String annotation,
      String join,
      String[] joins,
      String batch,
      String[] batches,
      Class<?> entity,
      List<Class<?>> hints) {
    String written =
        Stream.of(written(join, joins), written(batch, batches))
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining(", "));
    return new DeclaredPlan(
        place + ": " + annotation + "(" + written + ")",
        List.of(joins),
        List.of(batches),
        entity == void.class ? null : entity,
        hints);
  }

  private static String written(String name, String[] paths) {
    return switch (paths.length) {
      case 0 -> "";
      case 1 -> name + " = \"" + paths[0] + "\"";
      default -> Stream.of(paths).collect(Collectors.joining("\", \"", name + " = {\"", "\"}"));
    };
  }

  /** The type, and what it is of: {@code Course} of {@code Optional<Course>}. */
  private static void types(ResolvableType type, List<Class<?>> into, int depth) {
    Class<?> raw = type.resolve();
    if (raw == null || depth > 3) {
      return;
    }
    into.add(raw.isArray() ? raw.getComponentType() : raw);
    for (ResolvableType each : type.getGenerics()) {
      types(each, into, depth + 1);
    }
  }
}

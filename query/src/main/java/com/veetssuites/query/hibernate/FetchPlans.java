package com.veetssuites.query.hibernate;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Fetch plans for work: what is read along with the entities that the work reads.
 *
 * <pre>{@code
 * fetchPlans.of(Course.class).join("instructor").batch("sessions").call(() -> courses.findAll());
 * }</pre>
 *
 * <p>It holds for the sessions that are bound to the calling thread and for those that the work
 * opens, until the work is done. Plans of work within work add up.
 */
public final class FetchPlans {

  /** How many plans are remembered; further ones are read at each call. */
  private static final int MOST_PLANS = 1000;

  private final Map<DeclaredPlan, Plan> known = new ConcurrentHashMap<>();
  private final Supplier<List<EntityManagerFactory>> factories;
  private final Supplier<List<EntityManager>> bound;

  /**
   * @param factories those of the application, asked when a plan is held against the model
   * @param bound the entity managers that are bound to the calling thread
   */
  public FetchPlans(
      Supplier<List<EntityManagerFactory>> factories, Supplier<List<EntityManager>> bound) {
    this.factories = factories;
    this.bound = bound;
  }

  /** A plan that is held against the model. */
  public final class Plan {
    private final PlannedFetches fetches;

    private Plan(PlannedFetches fetches) {
      this.fetches = fetches;
    }

    /** Does the work with this plan. */
    public <T extends @Nullable Object, X extends Throwable> T call(
        ScopedValue.CallableOp<? extends T, X> work) throws X {
      return FetchPlans.this.call(fetches, work);
    }
  }

  /** A plan that is being put together; what each method answers is a plan of its own. */
  public final class Paths {
    private final Class<?> entity;
    private final List<String> join;
    private final List<String> batch;

    private Paths(Class<?> entity, List<String> join, List<String> batch) {
      this.entity = entity;
      this.join = join;
      this.batch = batch;
    }

    /** Also these paths, by a join. */
    public Paths join(String... paths) {
      return new Paths(entity, both(join, paths), batch);
    }

    /** Also these paths, by a statement each. */
    public Paths batch(String... paths) {
      return new Paths(entity, join, both(batch, paths));
    }

    /**
     * Does the work with this plan.
     *
     * @throws InvalidFetchPlan when a path is not one of the entity
     */
    public <T extends @Nullable Object, X extends Throwable> T call(
        ScopedValue.CallableOp<? extends T, X> work) throws X {
      return plan(new DeclaredPlan(
              "The fetch plan of " + entity.getSimpleName(), join, batch, entity, List.of()))
          .call(work);
    }

    private static List<String> both(List<String> paths, String... more) {
      List<String> all = new ArrayList<>(paths);
      all.addAll(List.of(more));
      return all;
    }
  }

  /** Begins a plan whose paths begin at this entity. */
  public Paths of(Class<?> entity) {
    return new Paths(entity, List.of(), List.of());
  }

  /**
   * Holds a plan against the model.
   *
   * @throws InvalidFetchPlan when the entity cannot be told, or a path is not one of it
   */
  public Plan plan(DeclaredPlan declared) {
    Plan found = known.get(declared);
    if (found == null) {
      found = new Plan(read(declared));
      if (known.size() < MOST_PLANS) {
        known.put(declared, found);
      }
    }
    return found;
  }

  private PlannedFetches read(DeclaredPlan declared) {
    List<SessionFactoryImplementor> models =
        factories.get().stream()
            .map(factory -> factory.unwrap(SessionFactoryImplementor.class))
            .toList();
    return new PlanReading(declared, models).read();
  }

  /** Gives a session that was just opened the plan of the work that opened it. */
  public static void opened(EntityManager opened) {
    PlannedFetches current = PlannedFetches.current();
    if (current != null) {
      PlannedFetches.enable(session(opened), current.profiles());
    }
  }

  private <T extends @Nullable Object, X extends Throwable> T call(
      PlannedFetches fetches, ScopedValue.CallableOp<? extends T, X> work) throws X {
    PlannedFetches outer = PlannedFetches.current();
    PlannedFetches all = outer == null ? fetches : outer.and(fetches);
    List<Runnable> restore = new ArrayList<>(1);
    try {
      for (EntityManager each : bound.get()) {
        restore.add(PlannedFetches.enable(session(each), all.profiles()));
      }
      return ScopedValue.where(PlannedFetches.CURRENT, all).<T, X>call(work);
    } finally {
      restore.reversed().forEach(Runnable::run);
    }
  }

  private static SharedSessionContractImplementor session(EntityManager entities) {
    return entities.unwrap(SharedSessionContractImplementor.class);
  }
}

package com.veetssuites.query;

import com.veetssuites.query.QueryScopes.ClosedScopes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Observes which lazy associations each route, task and method touches, and suggests the fetch
 * plans that would have spared the statements. Only what spares one is suggested.
 *
 * <p>What it keeps is bounded: the 500 pairs of work and entity that were seen last, with at most
 * 64 associations each.
 */
public final class SuggestedPlans implements ClosedScopes {

  private static final int MOST_PLANS = 500;
  private static final int MOST_OPEN = 1000;
  private static final int MOST_TOUCHES = 64;

  /**
   * A lazy association.
   *
   * @param owner the name of the entity that has it
   * @param target the name of the entity that it leads to; empty when it leads to none
   */
  public record Touch(String owner, String attribute, boolean many, String target) {}

  private record Place(String name, String root) {}

  private static final class Seen {
    private final Set<Touch> touches = new HashSet<>();
    private long times;
    private int before;
    private int after = Integer.MAX_VALUE;
  }

  private final Map<QueryScope, Map<Touch, Integer>> open = new IdentityHashMap<>();
  private final Map<Place, Seen> seen =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Seen> eldest) {
          return size() > MOST_PLANS;
        }
      };

  /**
   * Notes that work has touched an association that was not read.
   *
   * @param statements how many it took to read it
   */
  public synchronized void touched(QueryScope scope, Touch touch, int statements) {
    QueryScope outermost = scope;
    for (QueryScope up = scope; up != null; up = up.parent()) {
      outermost = up;
    }
    if (open.size() == MOST_OPEN && !open.containsKey(outermost)) {
      return;
    }
    Map<Touch, Integer> touches = open.computeIfAbsent(outermost, of -> new LinkedHashMap<>());
    if (touches.size() < MOST_TOUCHES || touches.containsKey(touch)) {
      touches.merge(touch, statements, Integer::sum);
    }
  }

  @Override
  public synchronized void closed(QueryScope scope) {
    Map<Touch, Integer> touches = open.remove(scope);
    if (touches == null) {
      return;
    }
    Set<String> targets = new HashSet<>();
    touches.keySet().stream()
        .filter(each -> !each.owner().equals(each.target()))
        .forEach(each -> targets.add(each.target()));
    Set<String> roots = new TreeSet<>();
    touches.keySet().stream()
        .map(Touch::owner)
        .filter(owner -> !targets.contains(owner))
        .forEach(roots::add);
    for (String root : roots) {
      note(scope, root, reachable(root, touches.keySet()), touches);
    }
  }

  private void note(
      QueryScope scope, String root, Map<Touch, String> paths, Map<Touch, Integer> touches) {
    int lazily = paths.keySet().stream().mapToInt(touches::get).sum();
    int planned = (int) paths.keySet().stream().filter(Touch::many).count();
    Seen entry = seen.computeIfAbsent(new Place(scope.name(), root), place -> new Seen());
    entry.times++;
    for (Touch each : paths.keySet()) {
      if (entry.touches.size() < MOST_TOUCHES) {
        entry.touches.add(each);
      }
    }
    if (scope.count() >= entry.before) {
      entry.before = scope.count();
      entry.after = scope.count() - lazily + Math.min(lazily, planned);
    }
  }

  /** The paths from the entity to what was touched. */
  private static Map<Touch, String> reachable(String root, Set<Touch> touches) {
    Map<String, String> prefixes = new LinkedHashMap<>(Map.of(root, ""));
    Map<Touch, String> paths = new LinkedHashMap<>();
    for (int found = -1; found != paths.size(); ) {
      found = paths.size();
      for (Touch each : touches) {
        String prefix = prefixes.get(each.owner());
        if (prefix != null && !paths.containsKey(each)) {
          paths.put(each, prefix + each.attribute());
          prefixes.putIfAbsent(each.target(), prefix + each.attribute() + ".");
        }
      }
    }
    return paths;
  }

  /** What would spare statements, what would spare most first. */
  public synchronized List<SuggestedPlan> snapshot() {
    return seen.entrySet().stream()
        .filter(each -> each.getValue().after < each.getValue().before)
        .map(each -> plan(each.getKey(), each.getValue()))
        .sorted(
            Comparator.comparingLong(
                    (SuggestedPlan each) -> each.seen() * (each.before() - each.after()))
                .reversed())
        .toList();
  }

  private static SuggestedPlan plan(Place place, Seen seen) {
    Map<Touch, String> paths = reachable(place.root(), seen.touches);
    Set<String> join = new TreeSet<>();
    Set<String> batch = new TreeSet<>();
    paths.forEach((touch, path) -> (touch.many() ? batch : join).add(path));
    List<String> all = new ArrayList<>(join);
    all.addAll(batch);
    // Every step of a path is fetched.
    for (Set<String> some : List.of(join, batch)) {
      some.removeIf(path -> all.stream().anyMatch(longer -> longer.startsWith(path + ".")));
    }
    return new SuggestedPlan(
        place.name(),
        place.root().substring(place.root().lastIndexOf('.') + 1),
        List.copyOf(join),
        List.copyOf(batch),
        seen.times,
        seen.before,
        seen.after);
  }

  /** Begins anew. */
  public synchronized void clear() {
    seen.clear();
  }
}

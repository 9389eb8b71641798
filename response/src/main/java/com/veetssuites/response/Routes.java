package com.veetssuites.response;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which view answers a path: all routes of the application, in the order in which it would try
 * them, so that a route that is not cached hides a cached one behind it.
 */
final class Routes {

  /**
   * A path of a view.
   *
   * @param slash whether the path has a slash at its end that its route does not have; the
   *     application may or may not answer it, so it has answers of its own
   */
  record Match(View view, Map<String, String> variables, boolean slash) {}

  private record Route(PathPattern pattern, @Nullable View view) {}

  private static final Route NONE = new Route(PathPatternParser.defaultInstance.parse("/"), null);

  private final Map<String, Route> exact = new HashMap<>();
  private final List<Route> patterns = new ArrayList<>();
  private final List<PathPattern> excluded;
  private final @Nullable View site;

  /**
   * All routes of GET.
   *
   * @param views the view of each pattern, or null
   * @param site the view of everything else, or null
   */
  Routes(Map<PathPattern, @Nullable View> views, List<PathPattern> excluded, @Nullable View site) {
    views.forEach((pattern, view) -> {
      Route route = new Route(pattern, view);
      if (pattern.hasPatternSyntax()) {
        patterns.add(route);
      } else {
        exact.put(pattern.getPatternString(), route);
      }
    });
    patterns.sort((a, b) -> a.pattern.compareTo(b.pattern));
    this.excluded = List.copyOf(excluded);
    this.site = site;
  }

  /** Null when the path is none of a cached view. */
  @Nullable Match match(String path) {
    if (!plain(path)) {
      return null;
    }
    boolean slash = path.length() > 1 && path.charAt(path.length() - 1) == '/';
    String bare = slash ? path.substring(0, path.length() - 1) : path;
    Route route = exact.get(path);
    if (route != null) {
      return found(route, path, false);
    }
    route = slash ? exact.get(bare) : null;
    if (route != null && first(path) == NONE) {
      return found(route, bare, true);
    }
    route = first(path);
    if (route != NONE) {
      return found(route, path, false);
    }
    route = slash ? first(bare) : NONE;
    if (route != NONE) {
      return found(route, bare, true);
    }
    return site == null || isExcluded(path) ? null : new Match(site, Map.of(), false);
  }

  private @Nullable Match found(Route route, String path, boolean slash) {
    View view = route.view;
    if (view == null || (view == site && isExcluded(path))) {
      return null;
    }
    if (!route.pattern.hasPatternSyntax()) {
      return new Match(view, Map.of(), slash);
    }
    PathPattern.PathMatchInfo info = route.pattern.matchAndExtract(PathContainer.parsePath(path));
    return info == null ? null : new Match(view, info.getUriVariables(), slash);
  }

  private Route first(String path) {
    if (patterns.isEmpty()) {
      return NONE;
    }
    PathContainer container = PathContainer.parsePath(path);
    for (Route route : patterns) {
      if (route.pattern.matches(container)) {
        return route;
      }
    }
    return NONE;
  }

  private boolean isExcluded(String path) {
    PathContainer container = PathContainer.parsePath(path);
    return excluded.stream().anyMatch(pattern -> pattern.matches(container));
  }

  /** Paths with parameters, empty segments or dots mean different things to different layers. */
  private static boolean plain(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == ';' || c == '\\' || c <= ' ') {
        return false;
      }
      if (c == '/' && i + 1 < path.length()) {
        char next = path.charAt(i + 1);
        if (next == '/' || next == '.') {
          return false;
        }
      }
    }
    return path.startsWith("/");
  }
}

package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.NodeStatus;
import com.veetssuites.monitor.Window;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;

/** Makes HTML of pages. */
final class PageRenderer {

  static final Logger LOG = LoggerFactory.getLogger(PageRenderer.class);

  private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

  private final String application;
  private final Figures figures;
  private final Assets assets;
  private final Clock clock;
  private final Templates templates = new Templates();

  /**
   * @param application its name, for people
   */
  PageRenderer(String application, Figures figures, Assets assets, Clock clock) {
    this.application = application;
    this.figures = figures;
    this.assets = assets;
    this.clock = clock;
  }

  /** Where one can go from here. */
  record Link(String label, String link, boolean current) {}

  /** A choice of a list. */
  record Choice(String value, String label, boolean chosen) {}

  ResponseEntity<String> page(
      DashboardPage page,
      PageQuery query,
      List<Section> sections,
      Collection<DashboardPage> all,
      HttpServletRequest request) {
    Map<String, @Nullable Object> model = model(request, page.title());
    model.put("menu", menu(all, page, query));
    model.put("sections", sections);
    model.put("windows", windows(query));
    model.put("nodes", nodes(query));
    model.put("action", query.path());
    model.put("scope", scope(query));
    model.put("base", query.base());
    return html(HttpStatus.OK, "page", model);
  }

  ResponseEntity<String> problem(
      HttpStatus status,
      String sentence,
      Collection<DashboardPage> all,
      HttpServletRequest request) {
    PageQuery query = PageQuery.of(request.getContextPath() + "/dashboard/", "", Map.of());
    Map<String, @Nullable Object> model = model(request, status.getReasonPhrase());
    model.put("menu", menu(all, null, query));
    model.put("sentence", sentence);
    return html(status, "problem", model);
  }

  ResponseEntity<String> login(boolean refused, boolean out, HttpServletRequest request) {
    Map<String, @Nullable Object> model = model(request, "Log in");
    model.put("refused", refused);
    model.put("out", out);
    return html(HttpStatus.OK, "login", model);
  }

  private Map<String, @Nullable Object> model(HttpServletRequest request, String title) {
    Map<String, @Nullable Object> model = new LinkedHashMap<>();
    CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
    model.put("application", application);
    model.put("title", title);
    model.put("root", request.getContextPath() + "/dashboard/");
    model.put("assets", request.getContextPath() + "/dashboard/assets/" + assets.version() + "/");
    model.put("csrfName", csrf == null ? "_csrf" : csrf.getParameterName());
    model.put("csrf", csrf == null ? "" : csrf.getToken());
    model.put("madeAt", Format.moment(clock.instant()));
    return model;
  }

  private static List<Link> menu(
      Collection<DashboardPage> all, @Nullable DashboardPage current, PageQuery query) {
    return all.stream()
        .map(page -> new Link(page.title(), query.link(page.path()), page.equals(current)))
        .toList();
  }

  private static List<Choice> windows(PageQuery query) {
    return Arrays.stream(Window.values())
        .map(window ->
            new Choice(
                window.label(),
                window == Window.START ? "since start" : window.label(),
                window == query.window()))
        .toList();
  }

  /** What a search keeps. */
  private static List<Choice> scope(PageQuery query) {
    return Stream.of("window", "node")
        .filter(name -> query.get(name) != null)
        .map(name -> new Choice(Objects.requireNonNull(query.get(name)), name, true))
        .toList();
  }

  private List<Choice> nodes(PageQuery query) {
    List<Choice> choices = new ArrayList<>();
    String chosen = query.node();
    choices.add(new Choice("", "all nodes", chosen == null));
    for (NodeStatus node : figures.nodes()) {
      choices.add(new Choice(node.node(), node.node(), Objects.equals(chosen, node.node())));
    }
    return choices;
  }

  private ResponseEntity<String> html(
      HttpStatus status, String template, Map<String, @Nullable Object> model) {
    return ResponseEntity.status(status)
        .contentType(HTML)
        .cacheControl(CacheControl.noStore())
        .body(templates.render(template, model));
  }
}

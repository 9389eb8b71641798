package com.veetssuites.monitor.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The pages, the points of their charts, and the live figures. */
@Controller
public final class DashboardController {

  private static final Duration YEAR = Duration.ofDays(365);

  private final Map<String, DashboardPage> pages = new LinkedHashMap<>();
  private final PageRenderer renderer;
  private final Charts charts;
  private final LiveStream live;
  private final Assets assets;

  DashboardController(
      List<DashboardPage> pages,
      PageRenderer renderer,
      Charts charts,
      LiveStream live,
      Assets assets) {
    pages.forEach(page -> this.pages.put(page.path(), page));
    this.renderer = renderer;
    this.charts = charts;
    this.live = live;
    this.assets = assets;
  }

  @GetMapping({"/dashboard", "/dashboard/"})
  ResponseEntity<String> overview(
      @RequestParam Map<String, String> parameters, HttpServletRequest request) {
    return page("", parameters, request);
  }

  @GetMapping("/dashboard/{page}")
  ResponseEntity<String> page(
      @PathVariable String page,
      @RequestParam Map<String, String> parameters,
      HttpServletRequest request) {
    DashboardPage known = pages.get(page);
    if (known == null) {
      return renderer.problem(
          HttpStatus.NOT_FOUND, "There is no page " + page + " here.", pages.values(), request);
    }
    PageQuery query =
        PageQuery.of(request.getContextPath() + "/dashboard/", known.path(), parameters);
    return renderer.page(known, query, known.sections(query), pages.values(), request);
  }

  @GetMapping("/dashboard/login")
  ResponseEntity<String> login(
      @RequestParam(name = "error", required = false) @Nullable String error,
      @RequestParam(name = "out", required = false) @Nullable String out,
      HttpServletRequest request) {
    return renderer.login(error != null, out != null, request);
  }

  @GetMapping("/dashboard/chart/{name}")
  ResponseEntity<Charts.Drawn> chart(
      @PathVariable String name,
      @RequestParam Map<String, String> parameters,
      HttpServletRequest request) {
    PageQuery query = PageQuery.of(request.getContextPath() + "/dashboard/", "", parameters);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(charts.draw(name, query.window(), query.node(), query.get("series")));
  }

  @GetMapping(path = "/dashboard/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<SseEmitter> live() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .header("X-Accel-Buffering", "no") // or nginx would collect them
        .body(live.open());
  }

  @GetMapping("/dashboard/assets/{version}/{name}")
  ResponseEntity<byte[]> asset(@PathVariable String version, @PathVariable String name) {
    Assets.Asset asset = assets.find(name);
    if (asset == null || !version.equals(assets.version())) {
      return ResponseEntity.notFound().build();
    }
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(YEAR).cachePublic().immutable())
        .contentType(MediaType.parseMediaType(asset.type()))
        .body(asset.content());
  }

  /** What was asked for is not there, or not so. */
  @ExceptionHandler(IllegalArgumentException.class)
  ResponseEntity<String> wrong(IllegalArgumentException wrong, HttpServletRequest request) {
    return renderer.problem(
        HttpStatus.BAD_REQUEST,
        Objects.requireNonNullElse(wrong.getMessage(), "That is not understood."),
        pages.values(),
        request);
  }

  @ExceptionHandler(LiveStream.TooManyStreams.class)
  ResponseEntity<String> tooMany(LiveStream.TooManyStreams many) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .contentType(MediaType.TEXT_PLAIN)
        .body(many.getMessage());
  }

  /** A part that a page is made of does not answer: the others do. */
  @ExceptionHandler(RuntimeException.class)
  ResponseEntity<String> failed(RuntimeException failure, HttpServletRequest request) {
    PageRenderer.LOG.warn("A page of the dashboard could not be made", failure);
    return renderer.problem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "This page could not be made just now; the log of the server says why.",
        pages.values(),
        request);
  }
}

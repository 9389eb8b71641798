package com.veetssuites.response;

import com.veetssuites.response.View.Plan;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.annotation.Annotation;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.util.pattern.PathPattern;

/** Reads what the annotation of a handler says, and refuses what cannot work. */
final class ViewReader {

  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Accept-Charset",
          "Accept-Encoding",
          "Accept-Language",
          "Authorization",
          "Cookie",
          "DNT",
          "Forwarded",
          "From",
          "Host",
          "Origin",
          "Prefer",
          "Referer",
          "Save-Data",
          "Sec-CH-UA",
          "Sec-CH-UA-Mobile",
          "Sec-CH-UA-Platform",
          "Sec-Fetch-Dest",
          "Sec-Fetch-Mode",
          "Sec-Fetch-Site",
          "Sec-GPC",
          "User-Agent",
          "Viewport-Width",
          "Width");

  private static final Pattern VARIABLE = Pattern.compile("\\{\\*?(\\w+)");

  private final HandlerMethod handler;
  private final RequestMappingInfo mapping;
  private final CachedView view;
  private final String name;
  private final List<ViewParameters> told;

  ViewReader(
      HandlerMethod handler,
      RequestMappingInfo mapping,
      CachedView view,
      List<ViewParameters> told) {
    this.handler = handler;
    this.mapping = mapping;
    this.view = view;
    this.told = told;
    this.name = handler.getBeanType().getSimpleName() + "." + handler.getMethod().getName();
  }

  /**
   * What the view is to do.
   *
   * @throws InvalidView when that cannot work
   */
  Plan read(Duration defaultTimeout) {
    checkMapping();
    Duration timeout =
        view.timeout().isEmpty() ? defaultTimeout : duration("timeout", view.timeout());
    if (timeout.isZero()) {
      throw refuse("has a timeout of 0; leave the annotation away to cache nothing.");
    }
    Set<String> varyOn = varyOn();
    Set<String> params = params(varyOn);
    List<String> key = key();
    return new Plan(
        regionName(key),
        key,
        params,
        varyOn,
        timeout,
        duration("staleWhileRevalidate", view.staleWhileRevalidate()),
        duration("staleIfError", view.staleIfError()),
        view.sharedMaxAge().isEmpty() ? null : duration("sharedMaxAge", view.sharedMaxAge()),
        view.shared(),
        view.allowNoCache(),
        IntStream.of(view.statuses()).boxed().collect(Collectors.toUnmodifiableSet()),
        handler.getMethod(),
        type());
  }

  String name() {
    return name;
  }

  private void checkMapping() {
    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
    if (!methods.contains(RequestMethod.GET)
        || !Set.of(RequestMethod.GET, RequestMethod.HEAD).containsAll(methods)) {
      throw refuse(
          "caches answers to %s; only a handler of GET alone can be cached."
              .formatted(
                  methods.isEmpty()
                      ? "any method"
                      : methods.stream()
                          .map(Enum::name)
                          .sorted()
                          .collect(Collectors.joining(", "))));
    }
    if (!mapping.getParamsCondition().isEmpty()
        || !mapping.getHeadersCondition().isEmpty()
        || !mapping.getConsumesCondition().isEmpty()
        || mapping.getCustomCondition() != null) {
      throw refuse(
          "is chosen by more than its path (params, headers, consumes or a condition of its own);"
              + " give it a path of its own.");
    }
    for (int status : view.statuses()) {
      if (status < 200 || status > 599 || status == 204 || status == 206 || status == 304) {
        throw refuse("keeps status %d, which cannot be kept.".formatted(status));
      }
    }
    if (view.statuses().length == 0) {
      throw refuse("keeps no status; name at least 200.");
    }
  }

  private Set<String> varyOn() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String header : view.varyOn()) {
      boolean known =
          HEADERS.stream().anyMatch(header::equalsIgnoreCase)
              || (header.length() > 2
                  && header.regionMatches(true, 0, "X-", 0, 2)
                  && header.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-'));
      if (!known) {
        throw refuse(
            "varies on \"%s\", which is no request header%s"
                .formatted(header, Spelling.hint(header, HEADERS)));
      }
      names.add(header);
    }
    if (view.shared() && (names.contains("Authorization") || names.contains("Cookie"))) {
      throw refuse("is shared by everybody and varies on credentials; it can only be one of both.");
    }
    return names;
  }

  private Set<String> params(Set<String> varyOn) {
    Set<String> names = new LinkedHashSet<>(Arrays.asList(view.params()));
    Set<String> own = new LinkedHashSet<>();
    told.forEach(parameters -> own.addAll(parameters.of(handler)));
    names.addAll(own);
    DefaultParameterNameDiscoverer discoverer = new DefaultParameterNameDiscoverer();
    for (MethodParameter parameter : handler.getMethodParameters()) {
      parameter.initParameterNameDiscovery(discoverer);
      read(parameter, names, varyOn, !own.isEmpty());
    }
    return Set.copyOf(names);
  }

  private void read(
      MethodParameter parameter, Set<String> names, Set<String> varyOn, boolean told) {
    Class<?> type = parameter.getParameterType();
    RequestParam param = parameter.getParameterAnnotation(RequestParam.class);
    RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
    boolean open =
        HttpServletRequest.class.isAssignableFrom(type)
            || WebRequest.class.isAssignableFrom(type)
            || (param != null && Map.class.isAssignableFrom(type) && nameOf(param).isEmpty());
    if (open && view.params().length == 0 && !told) {
      throw refuse(
          "takes a %s, from which it may read any query parameter; name those it reads in params."
              .formatted(type.getSimpleName()));
    }
    if (param != null && !nameOf(param, parameter).isEmpty() && !open) {
      names.add(nameOf(param, parameter));
    }
    if (header != null) {
      String read = !header.name().isEmpty() ? header.name() : header.value();
      read = read.isEmpty() ? String.valueOf(parameter.getParameterName()) : read;
      if (!varyOn.contains(read) && !read.equalsIgnoreCase("Host")) {
        throw refuse("reads the header %s; name it in varyOn.".formatted(read));
      }
    }
    if (parameter.hasParameterAnnotation(CookieValue.class)) {
      throw refuse("reads a cookie, by which no answer can be kept.");
    }
    if (view.shared() && (Principal.class.isAssignableFrom(type) || viewer(parameter))) {
      throw refuse("is shared by everybody, but its handler asks who is there.");
    }
    boolean bound =
        parameter.hasParameterAnnotation(ModelAttribute.class)
            || (parameter.getParameterAnnotations().length == 0
                && !open
                && !type.getName().startsWith("org.springframework.")
                && !type.getName().startsWith("jakarta.")
                && !type.getName().startsWith("java."));
    if (bound && view.params().length == 0 && !told) {
      throw refuse(
          "binds a %s to query parameters; name them in params.".formatted(type.getSimpleName()));
    }
    // Without an annotation a simple type is a query parameter of its name.
    if (parameter.getParameterAnnotations().length == 0
        && BeanUtils.isSimpleProperty(type)
        && parameter.getParameterName() != null
        && !Locale.class.equals(type)) {
      names.add(parameter.getParameterName());
    }
  }

  /** The annotations of Spring Security, which need not be there. */
  private static boolean viewer(MethodParameter parameter) {
    for (Annotation annotation : parameter.getParameterAnnotations()) {
      String type = annotation.annotationType().getSimpleName();
      if (type.equals("AuthenticationPrincipal") || type.equals("CurrentSecurityContext")) {
        return true;
      }
    }
    return false;
  }

  private static String nameOf(RequestParam param) {
    return param.name().isEmpty() ? param.value() : param.name();
  }

  private static String nameOf(RequestParam param, MethodParameter parameter) {
    String given = nameOf(param);
    String found = parameter.getParameterName();
    return !given.isEmpty() || found == null ? given : found;
  }

  // ---- the key

  private List<String> key() {
    Collection<PathPattern> patterns = ResponseCache.patterns(mapping);
    if (patterns.isEmpty()) {
      throw refuse("has no path pattern; the application matches paths in a way of its own.");
    }
    PathPattern first = patterns.iterator().next();
    Set<String> variables = variables(first);
    for (PathPattern pattern : patterns) {
      if (pattern.getPatternString().contains("*") || patterns.size() > 1) {
        throw refuse(
            "has several paths or one with an asterisk, which would share answers; give it one"
                + " path, with variables.");
      }
    }
    if (variables.contains("viewer")) {
      throw refuse("has a path variable {viewer}, which in a key is the principal; rename it.");
    }
    List<String> segments =
        view.key().isEmpty() ? ofRoute(first) : List.of(view.key().split(":", -1));
    Set<String> missing = new LinkedHashSet<>(variables);
    for (String segment : segments) {
      check(segment, variables);
      if (segment.startsWith("{")) {
        missing.remove(segment.substring(1, segment.length() - 1));
      }
    }
    if (segments.getFirst().startsWith("{")) {
      throw refuse("has the key \"%s\"; a key begins with a fixed word.".formatted(view.key()));
    }
    if (!missing.isEmpty()) {
      throw refuse(
          "has the key \"%s\", in which {%s} of its path is missing: different paths would share"
                  .formatted(view.key(), missing.iterator().next())
              + " answers.");
    }
    if (view.shared() && segments.contains("{viewer}")) {
      throw refuse("is shared by everybody, but has {viewer} in its key.");
    }
    return segments;
  }

  private void check(String segment, Set<String> variables) {
    boolean placeholder = segment.startsWith("{") && segment.endsWith("}");
    String word = placeholder ? segment.substring(1, segment.length() - 1) : segment;
    if (word.isEmpty() || !word.matches(placeholder ? "\\w+" : "[\\w.-]+")) {
      throw refuse(
          "has the key \"%s\"; its segments are words or {variables}, with colons between them."
              .formatted(view.key()));
    }
    if (placeholder && !word.equals("viewer") && !variables.contains(word)) {
      Set<String> known = new TreeSet<>(variables);
      known.add("viewer");
      throw refuse(
          "names {%s} in its key, which is no variable of its path%s"
              .formatted(word, Spelling.hint(word, known)));
    }
  }

  private static Set<String> variables(PathPattern pattern) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = VARIABLE.matcher(pattern.getPatternString());
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private List<String> ofRoute(PathPattern pattern) {
    List<String> segments = new ArrayList<>();
    for (String part : pattern.getPatternString().split("/", -1)) {
      if (part.startsWith("{")) {
        String word = part.substring(1).replaceAll("[^\\w].*", "");
        segments.add("{" + word + "}");
      } else if (!part.isEmpty()) {
        segments.add(part);
      }
    }
    if (segments.isEmpty() || segments.getFirst().startsWith("{")) {
      segments.addFirst("root");
    }
    return segments;
  }

  private static String regionName(List<String> key) {
    return String.join(".", key).replace("{", "").replace("}", "");
  }

  private @Nullable String type() {
    Set<MediaType> types = mapping.getProducesCondition().getProducibleMediaTypes();
    return types.isEmpty() ? "application/json" : types.iterator().next().toString();
  }

  private Duration duration(String what, String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw refuse("has the " + what + " " + e.getMessage() + ".");
    }
  }

  private InvalidView refuse(String problem) {
    return new InvalidView(name, problem);
  }

  /** Whether this handler is one that a controller's annotation is for. */
  static boolean reads(RequestMappingInfo mapping) {
    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
    return methods.isEmpty()
        || methods.contains(RequestMethod.valueOf(HttpMethod.GET.name()))
        || methods.contains(RequestMethod.HEAD);
  }
}

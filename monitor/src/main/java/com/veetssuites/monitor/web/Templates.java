package com.veetssuites.monitor.web;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The templates of the pages: every value is escaped, and one that is missing is an error. */
final class Templates {

  private final Map<String, Template> compiled = new ConcurrentHashMap<>();
  private final Mustache.Compiler compiler =
      Mustache.compiler().escapeHTML(true).nullValue("").withLoader(Templates::read);

  String render(String name, Object model) {
    return compiled.computeIfAbsent(name, known -> compiler.compile(read(known))).execute(model);
  }

  private static Reader read(String name) {
    InputStream stream = Templates.class.getResourceAsStream(name + ".mustache");
    return new InputStreamReader(Objects.requireNonNull(stream, name), StandardCharsets.UTF_8);
  }

  /** A file beside the templates, as it is. */
  static byte[] file(String name) {
    try (InputStream stream = Objects.requireNonNull(Templates.class.getResourceAsStream(name))) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package com.veetssuites.platform.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Writes letters by template: Mustache, as resources in {@code mail/}, read when the first one is
 * written. In HTML everything is escaped that a template does not mark otherwise, and none does.
 */
@Component
class Letters {

  private final Map<String, Template> templates = new ConcurrentHashMap<>(); // as many as resources

  /** What a mail says, in both forms. */
  record Letter(String text, String html) {}

  /** The letter about something. */
  Letter write(MailTemplate template, String subject, String message, String unsubscribeUrl) {
    Map<String, Object> values =
        Map.of(
            "subject", subject,
            "paragraphs", paragraphs(message),
            "unsubscribe", unsubscribeUrl);
    return new Letter(
        page(template.wireName() + ".txt", values), page(template.wireName() + ".html", values));
  }

  /** The resource of that name in {@code mail/}, filled in. */
  String page(String resource, Map<String, ?> values) {
    return templates.computeIfAbsent(resource, Letters::compile).execute(values);
  }

  /** Paragraphs of lines: an empty line begins a paragraph. */
  private static List<List<String>> paragraphs(String message) {
    String text = message.lines().map(Letters::printable).collect(Collectors.joining("\n"));
    return Arrays.stream(text.strip().split("\n{2,}"))
        .map(paragraph -> paragraph.lines().toList())
        .toList();
  }

  private static String printable(String line) {
    return line.replaceAll("[\\p{Cntrl}&&[^\\t]]", " ").stripTrailing();
  }

  private static Template compile(String resource) {
    return Mustache.compiler()
        .escapeHTML(resource.endsWith(".html"))
        .withLoader(Letters::open)
        .compile(read(resource));
  }

  private static String read(String resource) {
    try (Reader reader = open(resource)) {
      var text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reader open(String resource) {
    InputStream stream = Letters.class.getResourceAsStream("/mail/" + resource);
    if (stream == null) {
      throw new IllegalStateException("There is no resource mail/" + resource);
    }
    return new InputStreamReader(stream, UTF_8);
  }
}

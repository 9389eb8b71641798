package com.veetssuites.platform.cv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A CV of the corpus; the README beside the cases tells their form.
 *
 * @param layout as {@code pdf text}
 * @param lines how it is laid out
 * @param expected what is to be found
 */
record CvCase(String name, String layout, List<String> lines, JsonNode expected) {

  static List<CvCase> in(String folder) {
    try (Stream<Path> files =
        Files.list(Path.of(Objects.requireNonNull(CvCase.class.getResource(folder)).toURI()))) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .map(CvCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CvCase read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      String name = file.getFileName().toString().replace(".txt", "");
      JsonNode expected =
          JsonMapper.shared().readTree(Files.readString(file.resolveSibling(name + ".json")));
      return new CvCase(
          name, lines.getFirst().substring(2).strip(), lines.subList(1, lines.size()), expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document that it is. */
  byte[] document() {
    return layout.startsWith("pdf")
        ? PdfPrinter.print(layout.substring(4), lines)
        : DocxPrinter.print(layout.substring(5), lines);
  }
}

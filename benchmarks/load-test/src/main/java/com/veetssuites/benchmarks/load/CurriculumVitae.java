package com.veetssuites.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/**
 * A CV of one page as PDF (ISO 32000-1, 7.5), in a font that every reader has. Each round makes
 * another, as each person's is.
 */
final class CurriculumVitae {

  private CurriculumVitae() {}

  static byte[] of(String email, int round) {
    return pdf(
        List.of(
            "Load Test",
            email + ", +44 20 7946 0" + (100 + round % 900),
            "",
            "Summary",
            "Engineer with an interest in queues, caches and everything that happens at once.",
            "",
            "Experience",
            "Performance Engineer, Example Industries, London",
            "March 2019 - present",
            "Made " + round + " lists faster with Java, Spring Boot and PostgreSQL.",
            "Software Developer, Sample Works, Leeds",
            "June 2015 - February 2019",
            "Built services in Java and Python, with Docker and Linux.",
            "",
            "Education",
            "BSc Computer Science, University of Leeds, 2012 - 2015",
            "",
            "Skills",
            "Java, Python, SQL, PostgreSQL, Docker, Linux, Git",
            "",
            "Languages",
            "English, German"));
  }

  private static byte[] pdf(List<String> lines) {
    StringBuilder content = new StringBuilder("BT /F1 11 Tf 15 TL 50 790 Td\n");
    for (String line : lines) {
      content.append('(').append(line.replaceAll("([()\\\\])", "\\\\$1")).append(") Tj T*\n");
    }
    content.append("ET");
    List<String> objects =
        List.of(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                + " /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length %d >>\nstream\n%s\nendstream".formatted(content.length(), content),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    StringBuilder file = new StringBuilder("%PDF-1.4\n");
    List<Integer> offsets = new ArrayList<>();
    for (String object : objects) {
      offsets.add(file.length());
      file.append("%d 0 obj\n%s\nendobj\n".formatted(offsets.size(), object));
    }
    int table = file.length();
    file.append("xref\n0 %d\n0000000000 65535 f \n".formatted(objects.size() + 1));
    offsets.forEach(offset -> file.append("%010d 00000 n \n".formatted(offset)));
    file.append(
        "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            .formatted(objects.size() + 1, table));
    return file.toString().getBytes(US_ASCII);
  }
}

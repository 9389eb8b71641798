package com.veetssuites.platform.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The portfolios of a platform whose files are in S3. */
@Timeout(120)
class FilesInS3Test {

  @TempDir private static Path folder;
  private static S3Server store;
  private static PlatformServer server;

  @BeforeAll
  static void start() {
    store = S3Server.start(folder);
    server = PlatformServer.start(PostgresExtension.createDatabase(), store.settings());
  }

  @AfterAll
  static void stop() {
    server.close();
    store.close();
  }

  private static String pdf(String text) {
    String body = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% " + text + "\n";
    return body
        + "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n"
        + body.length()
        + "\n%%EOF\n";
  }

  private static Answer upload(Account student, String document) {
    String form =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cv.pdf\"\r\n"
            + "Content-Type: application/pdf\r\n\r\n"
            + document
            + "\r\n--x--\r\n";
    return student
        .client()
        .post(
            "/api/portfolio/",
            form.getBytes(ISO_8859_1),
            "Content-Type",
            "multipart/form-data; boundary=x");
  }

  private static long stored() throws IOException {
    try (Stream<Path> all = Files.walk(store.bucket())) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void a_portfolio_is_uploaded_replaced_served_and_deleted() throws IOException {
    Account student = server.student();
    upload(student, pdf("first")).expect(201);
    assertThat(stored()).isEqualTo(1);
    upload(student, pdf("second")).expect(200);
    assertThat(stored()).isEqualTo(1);
    upload(student, "no document at all").expect(415);
    assertThat(stored()).isEqualTo(1);
    String key =
        server.database().sql("SELECT file_key FROM portfolios").query(String.class).single();
    String link = server.bean(SignedLinks.class).sign(key, java.time.Duration.ofMinutes(1)).url();
    Answer whole = server.anonymous().get(link).expect(200);
    assertThat(whole.body()).isEqualTo(pdf("second"));
    assertThat(whole.header("Content-Type")).hasValue("application/pdf");
    assertThat(whole.header("Accept-Ranges")).hasValue("bytes");
    assertThat(server.anonymous().get(link, "Range", "bytes=1-3").expect(206).body())
        .isEqualTo("PDF");
    assertThat(server.anonymous().get(link, "Range", "bytes=-6").expect(206).body())
        .isEqualTo("%%EOF\n");
    server.anonymous().get(link, "Range", "bytes=9000-").expect(416);
    server.anonymous().get(link, "If-None-Match", whole.tag()).expect(304);
    student.client().delete("/api/portfolio/", "If-Match", "*").expect(204);
    assertThat(stored()).isZero();
    server.anonymous().get(link).expect(404);
  }

  @Test
  void a_store_that_is_gone_is_told_in_a_sentence_and_nothing_is_changed() {
    try (S3Server other = S3Server.start(folder.resolve("other"))) {
      String[] settings = other.settings();
      try (PlatformServer alone =
          PlatformServer.start(PostgresExtension.createDatabase(), settings)) {
        other.close();
        Account student = alone.student();
        Answer answer = upload(student, pdf("lost")).expect(503);
        assertThat(answer.body()).contains("could not be stored at the moment");
        student.client().get("/api/portfolio/").expect(404);
      }
    }
  }
}

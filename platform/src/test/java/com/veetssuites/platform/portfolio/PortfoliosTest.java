package com.veetssuites.platform.portfolio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.platform.storage.FileStore;
import com.veetssuites.testing.PostgresExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

class PortfoliosTest {

  private static final String BOUNDARY = "boundary-of-a-test";
  private static final String FORM = "multipart/form-data; boundary=" + BOUNDARY;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static PlatformServer server;

  private final Account student = server.student();

  @BeforeAll
  static void start() {
    // No worker: documents stay as they were uploaded.
    server =
        PlatformServer.start(
            PostgresExtension.createDatabase(), "veets.tasks.worker.enabled=false");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A part of a form; a file when it has a file name. */
  private record Part(String name, String fileName, byte[] content) {}

  private static byte[] form(Part... parts) {
    var body = new ByteArrayOutputStream();
    for (Part part : parts) {
      String file =
          part.fileName().isEmpty()
              ? "\r\n"
              : "; filename=\"%s\"\r\nContent-Type: application/pdf\r\n".formatted(part.fileName());
      body.writeBytes(
          ("--"
                  + BOUNDARY
                  + "\r\nContent-Disposition: form-data; name=\""
                  + part.name()
                  + "\""
                  + file
                  + "\r\n")
              .getBytes(UTF_8));
      body.writeBytes(part.content());
      body.writeBytes("\r\n".getBytes(UTF_8));
    }
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return body.toByteArray();
  }

  private static Part file(byte[] content) {
    return new Part("file", "cv.pdf", content);
  }

  private static Part isPublic(String value) {
    return new Part("is_public", "", value.getBytes(UTF_8));
  }

  private Answer upload(Part... parts) {
    return student.client().post("/api/portfolio/", form(parts), "Content-Type", FORM);
  }

  private String fileKey() {
    return server
        .database()
        .sql("SELECT file_key FROM portfolios WHERE user_id = ?")
        .param(student.id())
        .query(String.class)
        .single();
  }

  private Path dataFolder() {
    return Path.of(server.bean(Environment.class).getRequiredProperty("veets.data-folder"));
  }

  private static long sizeOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .mapToLong(file -> {
            try {
              return Files.isRegularFile(file) ? Files.size(file) : 0;
            } catch (NoSuchFileException e) {
              return 0;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          })
          .sum();
    }
  }

  /** Of the data folder, and of the folders that the web server would put uploads into. */
  private long onDisk() throws IOException {
    long size = sizeOf(dataFolder());
    try (var folders =
        Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "tomcat.*")) {
      for (Path folder : folders) {
        size += sizeOf(folder);
      }
    }
    return size;
  }

  private long storedFiles() throws IOException {
    try (Stream<Path> files = Files.list(dataFolder().resolve("files/portfolios"))) {
      return files.count();
    }
  }

  @Test
  void an_upload_creates_the_portfolio_and_the_next_replaces_it_with_its_file() {
    student.client().get("/api/portfolio/").expect(404);
    Answer created = upload(file(Documents.pdf("first"))).expect(201);
    assertThat(created.json().get("status").asString()).isEqualTo("uploaded");
    assertThat(created.json().get("content_type").asString()).isEqualTo("application/pdf");
    assertThat(created.json().get("is_public").asBoolean()).isFalse();
    assertThat(created.json().get("parsed_content").isNull()).isTrue();
    assertThat(created.body()).doesNotContain("portfolios/");
    String first = fileKey();
    Answer replaced =
        upload(new Part("file", "x.exe", Documents.docx("second")), isPublic("true")).expect(200);
    assertThat(replaced.json().get("content_type").asString()).contains("wordprocessingml");
    assertThat(replaced.json().get("is_public").asBoolean()).isTrue();
    assertThat(replaced.tag()).isNotEqualTo(created.tag());
    assertThat(fileKey()).isNotEqualTo(first);
    FileStore files = server.bean(FileStore.class);
    assertThat(files.open(first)).isEmpty();
    assertThat(files.open(fileKey())).isPresent();
    Answer mine = student.client().get("/api/portfolio").expect(200);
    assertThat(mine.body()).isEqualTo(replaced.body());
    assertThat(mine.tag()).isEqualTo(replaced.tag());
    assertThat(mine.json().get("sha256").asString()).hasSize(64);
  }

  @Test
  void what_is_not_one_sound_document_is_refused_by_name() throws IOException {
    long before = Files.exists(dataFolder().resolve("files/portfolios")) ? storedFiles() : 0;
    assertThat(upload(file("#!/bin/sh\necho hi\n".getBytes(UTF_8))).expect(415).body())
        .contains("document-type-refused");
    upload(file(Documents.zip(Map.of("a.txt", new byte[3])))).expect(415);
    assertThat(upload(file(Documents.bomb(300L << 20))).expect(422).body())
        .contains("decompression bomb");
    upload(file("%PDF-1.7\n".getBytes(UTF_8))).expect(422);
    assertThat(upload(file(new byte[0])).expect(400).body()).contains("must not be empty");
    assertThat(upload(file(Documents.pdf("a")), file(Documents.pdf("b"))).expect(400).body())
        .contains("one file, not several");
    assertThat(upload(isPublic("true")).expect(400).body()).contains("is required");
    upload().expect(400);
    upload(new Part("file", "", Documents.pdf("a"))).expect(400);
    upload(file(Documents.pdf("a")), isPublic("yes")).expect(400);
    upload(file(Documents.pdf("a")), isPublic("true"), isPublic("false")).expect(400);
    upload(file(Documents.pdf("a")), new Part("colour", "", new byte[1])).expect(400);
    upload(file(Documents.pdf("a")), new Part("other", "a.pdf", new byte[1])).expect(400);
    Part[] many = new Part[30];
    Arrays.fill(many, isPublic("true"));
    assertThat(upload(many).status()).isBetween(400, 499);
    byte[] big = new byte[(10 << 20) + 1];
    assertThat(upload(file(big)).expect(413).body()).contains("10 MB");
    var client = student.client();
    client.post("/api/portfolio/", "{}").expect(415);
    client.post("/api/portfolio/", "garbage", "Content-Type", FORM).expect(400);
    client.post("/api/portfolio/", "garbage", "Content-Type", "multipart/form-data").expect(400);
    client
        .post(
            "/api/portfolio/",
            Arrays.copyOf(form(file(Documents.pdf("a"))), 120),
            "Content-Type",
            FORM)
        .expect(400);
    server
        .anonymous()
        .post("/api/portfolio/", form(file(Documents.pdf("a"))), "Content-Type", FORM)
        .expect(401);
    student.client().get("/api/portfolio/").expect(404);
    if (before > 0) {
      assertThat(storedFiles()).isEqualTo(before);
    }
  }

  @Test
  void only_public_portfolios_are_shown_and_without_contact_data() {
    String path = "/api/portfolio/" + student.id() + "/";
    server.anonymous().get(path).expect(404);
    upload(file(Documents.pdf("cv"))).expect(201);
    server
        .database()
        .sql("UPDATE portfolios SET parsed_content = ?::jsonb WHERE user_id = ?")
        .params(
            "{\"email\": \"ada@example.org\", \"phone\": \"1\", \"skills\": [\"Java\"],"
                + " \"summary\": \"ada@example.org\"}",
            student.id())
        .update();
    server.anonymous().get(path).expect(404);
    student.client().get(path).expect(404);
    Answer mine = student.client().get("/api/portfolio/").expect(200);
    assertThat(mine.json().at("/parsed_content/email").asString()).isEqualTo("ada@example.org");
    var client = student.client();
    client.patch("/api/portfolio/", Map.of("is_public", true)).expect(428);
    client.patch("/api/portfolio/", Map.of("is_public", "yes"), "If-Match", mine.tag()).expect(400);
    client.patch("/api/portfolio/", Map.of("status", "x"), "If-Match", mine.tag()).expect(400);
    client.patch("/api/portfolio/", "{\"is_public\":null}", "If-Match", mine.tag()).expect(400);
    Answer shown =
        client
            .patch("/api/portfolio/", Map.of("is_public", true), "If-Match", mine.tag())
            .expect(200);
    client.patch("/api/portfolio/", Map.of("is_public", false), "If-Match", mine.tag()).expect(412);
    Answer seen = server.anonymous().get(path).expect(200);
    assertThat(seen.json().at("/user/first_name").asString()).isNotEmpty();
    assertThat(seen.json().at("/parsed_content/skills/0").asString()).isEqualTo("Java");
    assertThat(seen.body())
        .doesNotContain("ada@example.org", "sha256", "file_key", "phone", student.email());
    String key = fileKey();
    client.delete("/api/portfolio/").expect(428);
    client.delete("/api/portfolio/", "If-Match", mine.tag()).expect(412);
    client.delete("/api/portfolio/", "If-Match", shown.tag()).expect(204);
    server.anonymous().get(path).expect(404);
    assertThat(server.bean(FileStore.class).open(key)).isEmpty();
    server.anonymous().get("/api/portfolio/abc/").expect(400);
  }

  /** Invariant: whatever runs at once, one row and one file remain, and everybody is answered. */
  @Test
  void simultaneous_uploads_of_one_user_leave_one_row_and_one_file() throws Exception {
    upload(file(Documents.pdf("before"))).expect(201);
    student.client().delete("/api/portfolio/", "If-Match", "*").expect(204);
    long before = storedFiles();
    List<Callable<Answer>> uploads = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      byte[] pdf = Documents.pdf("upload " + i);
      uploads.add(() -> upload(file(pdf)));
      if (i % 4 == 3) {
        uploads.add(() ->
            student.client().patch("/api/portfolio/", Map.of("is_public", true), "If-Match", "*"));
      }
    }
    int created = 0;
    try (var threads = Executors.newFixedThreadPool(12)) {
      for (Future<Answer> answer : threads.invokeAll(uploads)) {
        assertThat(answer.get().status()).as(answer.get().body()).isIn(200, 201, 404);
        created += answer.get().status() == 201 ? 1 : 0;
      }
    }
    assertThat(created).isEqualTo(1);
    assertThat(storedFiles()).isEqualTo(before + 1);
    assertThat(server.bean(FileStore.class).open(fileKey())).isPresent();
  }

  @Test
  void a_file_is_given_up_when_its_row_cannot_be_written() throws IOException {
    upload(file(Documents.pdf("first"))).expect(201);
    String key = fileKey();
    long before = storedFiles();
    var keeper = server.bean(PortfolioKeeper.class);
    var nobody =
        new com.veetssuites.platform.account.Viewer(
            Long.MAX_VALUE, com.veetssuites.platform.account.Role.STUDENT, 1);
    org.assertj.core.api.Assertions.assertThatThrownBy(() ->
            keeper.keep(new PortfolioUpload(Document.check(Documents.pdf("x")), null), nobody))
        .isInstanceOf(RuntimeException.class);
    assertThat(storedFiles()).isEqualTo(before);
    assertThat(fileKey()).isEqualTo(key);
  }

  @Test
  void a_gigabyte_is_refused_while_it_streams_and_the_disk_stays_untouched() throws IOException {
    long before = onDisk();
    long gigabyte = 1L << 30;
    assertThat(stream("Content-Length: " + gigabyte, gigabyte, false)).startsWith("HTTP/1.1 413 ");
    assertThat(stream("Transfer-Encoding: chunked", gigabyte, true)).startsWith("HTTP/1.1 413 ");
    assertThat(onDisk() - before).isLessThan(100_000);
    student.client().get("/api/portfolio/").expect(404);
  }

  @Test
  void the_description_of_the_api_shows_the_form_of_an_upload() {
    Answer description = server.anonymous().get("/api/docs/openapi").expect(200);
    assertThat(
            description
                .json()
                .get("paths")
                .get("/api/portfolio/")
                .at("/post/requestBody/content/multipart~1form-data/schema")
                .isMissingNode())
        .isFalse();
    assertThat(
            description
                .json()
                .at("/components/schemas/UploadForm/properties/file/format")
                .asString())
        .as(description.json().at("/components/schemas/UploadForm").toString())
        .isEqualTo("binary");
    assertThat(description.json().get("paths").propertyNames()).contains("/api/files/{key}");
  }

  @Test
  void a_multipart_body_gets_nowhere_else() throws IOException {
    byte[] body = form(file(new byte[2 << 20]));
    for (String path :
        List.of("/api/courses/", "/api/sessions/", "/api/auth/login/", "/api/zoom/webhook/")) {
      assertThat(
              student.client().post(path, form(file(new byte[10])), "Content-Type", FORM).status())
          .as(path)
          .isEqualTo(415);
    }
    assertThat(
            student
                .client()
                .send(
                    "GET",
                    "/api/courses/?page=1",
                    form(isPublic("x")),
                    "Content-Type",
                    "Multipart/Form-Data; boundary=" + BOUNDARY)
                .status())
        .isEqualTo(415);
    assertThat(body.length).isGreaterThan(1 << 20);
    assertThat(
            student
                .client()
                .post("/api/courses/", "{\"title\":\"" + "x".repeat(2 << 20) + "\"}")
                .status())
        .isEqualTo(413);
  }

  /**
   * Sends an endless upload and returns the beginning of the answer, which comes long before the
   * end of the body.
   */
  private String stream(String lengthHeader, long length, boolean chunked) throws IOException {
    URI uri = server.url("/api/portfolio/");
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /api/portfolio/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\n%s\r\n\r\n"
                  .formatted(student.access(), FORM, lengthHeader))
              .getBytes(ISO_8859_1));
      byte[] head =
          ("--"
                  + BOUNDARY
                  + "\r\n"
                  + "Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
                  + "%PDF-1.7\n")
              .getBytes(ISO_8859_1);
      byte[] block = new byte[1 << 16];
      long sent = 0;
      try {
        write(out, head, chunked);
        while (sent < length && socket.getInputStream().available() == 0) {
          write(out, block, chunked);
          sent += block.length;
        }
      } catch (IOException e) {
        // the server has stopped listening: what it said is still to be read
      }
      assertThat(sent).isLessThan(64L << 20);
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(200), ISO_8859_1);
    }
  }

  private static void write(OutputStream out, byte[] bytes, boolean chunked) throws IOException {
    if (chunked) {
      out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
    }
    out.write(bytes);
    if (chunked) {
      out.write("\r\n".getBytes(ISO_8859_1));
    }
  }
}

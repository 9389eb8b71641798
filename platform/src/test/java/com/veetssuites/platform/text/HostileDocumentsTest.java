package com.veetssuites.platform.text;

import static com.veetssuites.platform.text.HostileDocuments.docx;
import static com.veetssuites.platform.text.HostileDocuments.docxWithDefinitions;
import static com.veetssuites.platform.text.HostileDocuments.paragraph;
import static com.veetssuites.platform.text.HostileDocuments.zip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.unit.DataSize;

/**
 * Invariant: whatever a document is, it is read or refused with a sentence within the time and the
 * memory of its process, and no process is left.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class HostileDocumentsTest {

  private static final Duration LIMIT = Duration.ofSeconds(8);

  private final DocumentTexts texts = texts(LIMIT);

  private static DocumentTexts texts(Duration limit) {
    return new DocumentTexts(new TextProperties(limit, DataSize.ofMegabytes(128), 2, 50, 200_000));
  }

  /** The sentence with which the document is refused. */
  private String refusal(byte[] document) {
    long began = System.nanoTime();
    UnreadableDocument refused =
        catchThrowableOfType(UnreadableDocument.class, () -> texts.read(document));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LIMIT.plusSeconds(4));
    assertThat(refused).as("is read as if it were sound").isNotNull();
    assertThat(refused.sentence()).matches("[A-Z].{20,250}\\.");
    return refused.sentence();
  }

  @Test
  void what_is_no_document_is_refused() {
    assertThat(refusal(new byte[0])).contains("neither a PDF nor a DOCX");
    assertThat(refusal(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10})).contains("neither");
    assertThat(refusal("%PDF-1.7\nhello".getBytes(UTF_8))).contains("damaged");
    assertThat(refusal("PK and nothing more".getBytes(UTF_8))).contains("damaged");
  }

  @Test
  void a_pdf_behind_a_password_is_refused_and_one_that_anybody_may_open_is_read() throws Exception {
    assertThat(refusal(HostileDocuments.encrypted("secret"))).contains("password");
    assertThat(texts.read(HostileDocuments.encrypted("")).text()).contains("Ada Lovelace");
  }

  @Test
  void a_broken_or_endless_pdf_is_refused() throws Exception {
    assertThat(refusal(HostileDocuments.truncated())).contains("PDF document is damaged");
    assertThat(refusal(HostileDocuments.pages(10_000))).contains("10,000 pages");
    assertThat(refusal(HostileDocuments.circularPages())).contains("document");
    assertThat(refusal(HostileDocuments.deepArray(1_000_000))).contains("document");
    assertThat(refusal(HostileDocuments.scanned())).contains("holds no text");
    assertThat(refusal(HostileDocuments.muchText())).contains("200,000 characters");
  }

  @Test
  void a_pdf_that_takes_too_much_memory_or_time_is_refused() throws Exception {
    assertThat(refusal(HostileDocuments.hugeStream(400))).containsAnyOf("memory", "seconds");
    assertThat(refusal(HostileDocuments.exponentialForms(12))).contains("8 seconds");
  }

  @Test
  void nothing_in_a_document_is_run() throws Exception {
    assertThat(texts.read(HostileDocuments.javaScript()).text()).isEqualTo("Ada Lovelace");
  }

  @Test
  void a_font_that_is_noise_does_no_harm() throws Exception {
    try {
      assertThat(texts.read(HostileDocuments.brokenFont()).text()).contains("Ada");
    } catch (UnreadableDocument e) {
      assertThat(e.sentence()).contains("damaged");
    }
  }

  @Test
  void no_entity_is_expanded_and_nothing_outside_is_opened() throws Exception {
    assertThat(refusal(docxWithDefinitions("<!ENTITY x SYSTEM 'file:///etc/passwd'>", "Ada &x;")))
        .contains("document type definition")
        .doesNotContain("root");
    var laughs = new StringBuilder("<!ENTITY l0 'ha'>");
    for (int i = 1; i < 30; i++) {
      laughs.append("<!ENTITY l%d '%s'>".formatted(i, "&l%d;".formatted(i - 1).repeat(10)));
    }
    assertThat(refusal(docxWithDefinitions(laughs.toString(), "&l29;")))
        .contains("document type definition");
    assertThat(
            refusal(docxWithDefinitions("<!ENTITY % p SYSTEM 'http://127.0.0.1:1/x'> %p;", "Ada")))
        .contains("document type definition");
  }

  @Test
  void a_broken_or_endless_docx_is_refused() throws Exception {
    assertThat(refusal(HostileDocuments.docxBomb(300))).contains("more than 16 MB");
    assertThat(refusal(docx("<w:p>".repeat(100_000)))).contains("nested so deeply");
    assertThat(refusal(docx("<w:p"))).contains("DOCX document is damaged");
    assertThat(refusal(docx("</w:tc></w:tr></w:p>"))).contains("damaged");
    assertThat(refusal(docx(""))).contains("holds no text");
    assertThat(refusal(docx(paragraph("a".repeat(300_000))))).contains("200,000 characters");
    assertThat(refusal(docx("<w:p><w:r>" + "<w:tab/>".repeat(900_000) + "</w:r></w:p>")))
        .isNotEmpty();
    assertThat(refusal(zip(Map.of("a.txt", "x")))).contains("no word/document.xml");
    byte[] sound = docx(paragraph("Ada"));
    assertThat(refusal(Arrays.copyOf(sound, sound.length / 3))).contains("damaged");
  }

  /** Damage by chance, within this process: refused by name or read, and nothing else. */
  @Test
  void damage_by_chance_is_never_a_surprise() throws Exception {
    var random = new Random(11);
    byte[][] sound = {
      HostileDocuments.pdf("Ada Lovelace"), docx(paragraph("Ada")), HostileDocuments.javaScript()
    };
    for (int round = 0; round < 600; round++) {
      byte[] damaged = sound[round % sound.length].clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        damaged[5 + random.nextInt(damaged.length - 5)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(InProcess.read(damaged).text()).isNotNull();
      } catch (UnreadableDocument refused) {
        assertThat(refused.sentence()).isNotEmpty();
      }
    }
  }

  @Test
  void an_interrupt_ends_the_reading_at_once_and_its_process() throws Exception {
    byte[] endless = HostileDocuments.exponentialForms(12);
    var reading = new FutureTask<>(() -> texts(Duration.ofSeconds(100)).read(endless));
    Thread thread = Thread.ofPlatform().start(reading);
    long begun = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (readers() == 0 && System.nanoTime() < begun) {
      Thread.onSpinWait();
    }
    assertThat(readers()).isOne();
    thread.interrupt();
    thread.join(5_000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(reading.exceptionNow()).isInstanceOf(InterruptedException.class);
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (readers() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(readers()).isZero();
  }

  /** The only programs in Java that this one starts; their arguments are too long to be told. */
  private static long readers() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .count();
  }

  @Test
  void a_sound_document_is_read_in_a_process_of_its_own() throws Exception {
    DocumentText text = texts.read(HostileDocuments.pdf("Ada Lovelace, London"));
    assertThat(text.text()).isEqualTo("Ada Lovelace, London");
    assertThat(texts.read(docx(paragraph("Zoë Ångström 李"))).text()).contains("Zoë Ångström 李");
  }
}

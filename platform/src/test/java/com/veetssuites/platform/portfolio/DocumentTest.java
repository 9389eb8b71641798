package com.veetssuites.platform.portfolio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.portfolio.Document.DocumentBroken;
import com.veetssuites.platform.portfolio.Document.DocumentTypeRefused;
import com.veetssuites.platform.web.InvalidRequest;
import com.veetssuites.platform.web.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class DocumentTest {

  @Test
  void the_content_decides_what_a_document_is() {
    assertThat(Document.check(Documents.pdf("x")).contentType()).isEqualTo(Document.PDF);
    assertThat(Document.check(Documents.docx("x")).contentType()).isEqualTo(Document.DOCX);
    assertThatThrownBy(() -> Document.check(new byte[0])).isInstanceOf(InvalidRequest.class);
    for (String other :
        new String[] {"#!/bin/sh\nrm -rf /\n", " %PDF-1.7", "MZ", "%PDF-9.1 x", "PK"}) {
      assertThatThrownBy(() -> Document.check(other.getBytes(UTF_8)))
          .isInstanceOf(DocumentTypeRefused.class);
    }
  }

  @Test
  void a_pdf_that_ends_early_is_refused() {
    byte[] pdf = Documents.pdf("x");
    assertThatThrownBy(() -> Document.check(Arrays.copyOf(pdf, pdf.length - 10)))
        .isInstanceOf(DocumentBroken.class);
    assertThatThrownBy(() -> Document.check("%PDF-1.7\n#!/bin/sh\n".getBytes(UTF_8)))
        .isInstanceOf(DocumentBroken.class);
    byte[] followed = Arrays.copyOf(pdf, pdf.length + 5_000);
    assertThatThrownBy(() -> Document.check(followed)).isInstanceOf(DocumentBroken.class);
    assertThatThrownBy(() -> Document.check("%PDF-1.7\nstartxref\n99999\n%%EOF".getBytes(UTF_8)))
        .isInstanceOf(DocumentBroken.class);
  }

  @Test
  void another_archive_is_not_a_docx() {
    assertThatThrownBy(() -> Document.check(Documents.zip(Map.of("a.txt", new byte[10]))))
        .isInstanceOf(DocumentTypeRefused.class);
    var macros = Documents.docxParts("x");
    macros.put("word/vbaProject.bin", new byte[10]);
    assertThatThrownBy(() -> Document.check(Documents.zip(macros)))
        .isInstanceOf(DocumentTypeRefused.class);
  }

  @Test
  void a_decompression_bomb_is_refused_before_it_unfolds() {
    assertThatThrownBy(() -> Document.check(Documents.bomb(64L << 20)))
        .isInstanceOf(DocumentBroken.class)
        .hasMessageContaining("decompression bomb");
    // Noise of a kilobyte, again and again: each entry is within the ratio, all of them are too
    // much.
    byte[] noise = new byte[1 << 10];
    new Random(7).nextBytes(noise);
    byte[] entry = new byte[1 << 20];
    for (int at = 0; at < entry.length; at += noise.length) {
      System.arraycopy(noise, 0, entry, at, noise.length);
    }
    var many = Documents.docxParts("x");
    for (int i = 0; i < 101; i++) {
      many.put("word/media/" + i, entry);
    }
    assertThatThrownBy(() -> Document.check(Documents.zip(many)))
        .isInstanceOf(DocumentBroken.class)
        .hasMessageContaining("more than 100 MB");
  }

  @Test
  void an_archive_with_too_many_entries_is_refused() {
    var parts = Documents.docxParts("x");
    for (int i = 0; i < ZipFormat.MAX_ENTRIES; i++) {
      parts.put("word/" + i, new byte[0]);
    }
    assertThatThrownBy(() -> Document.check(Documents.zip(parts)))
        .isInstanceOf(DocumentBroken.class)
        .hasMessageContaining("more than 2000 entries");
  }

  @Test
  void names_that_lead_out_of_the_folder_are_refused() {
    for (String name :
        new String[] {"../evil", "word/../../evil", "/etc/passwd", "C:\\evil", "a\\..\\b"}) {
      var parts = Documents.docxParts("x");
      parts.put(name, new byte[1]);
      assertThatThrownBy(() -> Document.check(Documents.zip(parts)))
          .as(name)
          .isInstanceOf(DocumentBroken.class);
    }
  }

  /**
   * Whatever is done to an archive: it is refused by name or still sound, and nothing else happens.
   */
  @Test
  void a_damaged_archive_is_never_a_surprise() {
    byte[] sound = Documents.docx("some text that is compressed, compressed, compressed");
    var random = new Random(42);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = sound.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt(256);
      }
      byte[] cut =
          random.nextInt(4) == 0
              ? Arrays.copyOf(damaged, 4 + random.nextInt(damaged.length - 4))
              : damaged;
      try {
        Document.check(cut);
      } catch (Problem refused) {
        assertThat(refused.status().is4xxClientError()).isTrue();
      }
    }
    for (int at = 0; at + 4 <= sound.length; at++) {
      byte[] damaged = sound.clone();
      Arrays.fill(damaged, at, at + 4, (byte) 0xff); // sizes and offsets of four gigabytes
      assertThatCode(
              () -> {
                try {
                  Document.check(damaged);
                } catch (Problem refused) {
                  assertThat(refused.status().is4xxClientError()).isTrue();
                }
              })
          .doesNotThrowAnyException();
    }
  }

  @Test
  void a_wrong_checksum_is_refused() {
    byte[] docx = Documents.docx("x");
    var crc = new CRC32();
    crc.update("<w:document>x</w:document>".getBytes(UTF_8));
    int value = (int) crc.getValue();
    String text = new String(docx, ISO_8859_1);
    String needle =
        new String(
            new byte[] {
              (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
            },
            ISO_8859_1);
    byte[] wrong = text.replace(needle, "\0\0\0\0").getBytes(ISO_8859_1);
    assertThatThrownBy(() -> Document.check(wrong))
        .isInstanceOf(DocumentBroken.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void a_document_is_named_by_its_sha_256() {
    var seen = new HashMap<String, String>();
    seen.put(Document.check(Documents.pdf("a")).sha256(), "a");
    seen.put(Document.check(Documents.pdf("b")).sha256(), "b");
    assertThat(seen).hasSize(2);
    assertThat(seen.keySet()).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
  }
}

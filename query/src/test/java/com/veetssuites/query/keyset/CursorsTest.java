package com.veetssuites.query.keyset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class CursorsTest {

  private static final List<Object> VALUES =
      List.of(
          "Łódź, \"a\"",
          -7L,
          3,
          new BigDecimal("1234567.8900"),
          Instant.parse("2026-11-23T10:00:00.123456Z"),
          LocalDate.parse("2026-11-23"),
          UUID.fromString("00000000-0000-0007-0000-00000000000a"));
  private static final List<? extends Class<?>> TYPES =
      VALUES.stream().map(Object::getClass).toList();

  private final Cursors opaque = Cursors.opaque();
  private final Cursors signed = Cursors.signed(new SecretKeySpec(new byte[32], "HmacSHA256"));

  @Test
  void a_place_comes_back_as_it_was() {
    for (Cursors cursors : List.of(opaque, signed)) {
      for (boolean backwards : new boolean[] {true, false}) {
        Place place = new Place(backwards, VALUES);
        String text = cursors.encode("-created_at", place);
        assertThat(text).matches("[A-Za-z0-9_-]+");
        assertThat(cursors.order(text)).isEqualTo("-created_at");
        assertThat(cursors.decode(text, "-created_at", TYPES)).isEqualTo(place);
      }
    }
  }

  @Test
  void a_cursor_of_another_order_is_refused() {
    String text = opaque.encode("price", new Place(false, List.of(1L)));
    refused(opaque, text, "-price", List.of(Long.class));
    refused(opaque, text, "price", List.of(Long.class, Long.class));
    refused(opaque, text, "price", List.of());
  }

  @Test
  void what_is_not_of_the_type_is_refused() {
    for (Class<?> type :
        List.of(
            Long.class,
            Integer.class,
            BigDecimal.class,
            Instant.class,
            LocalDate.class,
            UUID.class)) {
      for (String value :
          List.of("", "x", "1e999999999", "NaN", "-1000000000-01-01T00:00:00Z", "0x1f", "a\0b")) {
        refused(opaque, opaque.encode("o", new Place(false, List.of(value))), "o", List.of(type));
      }
    }
    refused(
        opaque, opaque.encode("o", new Place(false, List.of("a\0"))), "o", List.of(String.class));
  }

  @Test
  void a_signed_cursor_with_any_bit_changed_is_refused() {
    byte[] good = Base64.getUrlDecoder().decode(signed.encode("o", new Place(false, List.of(44L))));
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      refused(
          signed,
          Base64.getUrlEncoder().withoutPadding().encodeToString(bad),
          "o",
          List.of(Long.class));
    }
    refused(signed, opaque.encode("o", new Place(false, List.of(44L))), "o", List.of(Long.class));
    Cursors foreign = Cursors.signed(new SecretKeySpec(new byte[] {1}, "HmacSHA256"));
    refused(foreign, signed.encode("o", new Place(false, List.of(4L))), "o", List.of(Long.class));
  }

  /** Nothing but {@link InvalidCursor} comes out, whatever goes in. */
  @Test
  void noise_is_refused() {
    Random random = new Random(Long.getLong("veets.seed", 7));
    byte[] good = Base64.getUrlDecoder().decode(opaque.encode("o", new Place(true, VALUES)));
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      if (i % 2 == 0) {
        noise = good.clone();
        noise[random.nextInt(noise.length)] = (byte) random.nextInt();
      }
      String text =
          i % 5 == 0
              ? new String(noise, UTF_8)
              : Base64.getUrlEncoder().withoutPadding().encodeToString(noise);
      try {
        assertThat(opaque.decode(text, "o", TYPES).values()).hasSize(VALUES.size());
      } catch (InvalidCursor e) {
        assertThat(e).hasMessageContaining("begin without one");
      }
    }
    refused(opaque, "A".repeat(100_000), "o", TYPES);
  }

  @Test
  void a_row_that_makes_no_cursor_is_told() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> opaque.encode("o", new Place(false, List.of("x".repeat(5_000)))))
        .withMessageContaining("order by something shorter");
  }

  private static void refused(
      Cursors cursors, String text, String order, List<? extends Class<?>> types) {
    assertThatExceptionOfType(InvalidCursor.class)
        .isThrownBy(() -> cursors.decode(text, order, types));
  }
}

package com.veetssuites.query.keyset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Places as text that a client hands back, safe in a URL.
 *
 * <p>An opaque cursor holds no more than what the row itself showed; what a client makes up is a
 * place like any other, or refused. A signed one is refused unless this program, or another with
 * the same key, has made it: for lists whose ordering values are not to be seen, or guessed at, it
 * proves origin, but does not encrypt. Safe for many threads.
 */
public final class Cursors {

  /** How many bytes of the HMAC-SHA256 are kept. */
  private static final int SIGNATURE = 16;

  private static final int LONGEST = 4_000;
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");

  // What PostgreSQL can compare; Java knows times far beyond.
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

  private final @Nullable SecretKey key;

  private Cursors(@Nullable SecretKey key) {
    this.key = key;
  }

  /** Cursors that are not signed. */
  public static Cursors opaque() {
    return new Cursors(null);
  }

  /** Cursors that only somebody with this key can make. */
  public static Cursors signed(SecretKey key) {
    return new Cursors(key);
  }

  /** The text of a place in the order that this names, such as {@code -created_at}. */
  public String encode(String order, Place place) {
    ByteBuffer buffer = ByteBuffer.allocate(LONGEST);
    try {
      buffer.put((byte) (place.backwards() ? 'b' : 'f'));
      put(buffer, order);
      for (Object value : place.values()) {
        put(
            buffer,
            value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString());
      }
    } catch (BufferOverflowException e) {
      throw new IllegalArgumentException(
          "The values of a row's place have more than %d bytes: order by something shorter."
              .formatted(LONGEST));
    }
    byte[] content = Arrays.copyOf(buffer.array(), buffer.position());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sign(content));
  }

  private static void put(ByteBuffer buffer, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    buffer.putShort((short) bytes.length).put(bytes);
  }

  /**
   * The place that a text stands for.
   *
   * @param order the order that the list is asked for in now
   * @param types of the columns: String, Long, Integer, BigDecimal, Instant, LocalDate or UUID
   * @throws InvalidCursor for anything that is not a cursor of this order
   */
  public Place decode(String text, String order, List<? extends Class<?>> types) {
    return read(
        text,
        buffer -> {
          boolean backwards = direction(buffer);
          if (!take(buffer).equals(order)) {
            throw new InvalidCursor();
          }
          List<Object> values = new ArrayList<>();
          for (Class<?> type : types) {
            values.add(parse(take(buffer), type));
          }
          if (buffer.hasRemaining()) {
            throw new InvalidCursor();
          }
          return new Place(backwards, values);
        });
  }

  /**
   * The order that a cursor was made for.
   *
   * @throws InvalidCursor for anything that is not a cursor
   */
  public String order(String text) {
    return read(
        text,
        buffer -> {
          direction(buffer);
          return take(buffer);
        });
  }

  private interface Reading<T> {
    T from(ByteBuffer buffer) throws CharacterCodingException;
  }

  private <T> T read(String text, Reading<T> reading) {
    if (text.length() > 2 * LONGEST) {
      throw new InvalidCursor();
    }
    try {
      return reading.from(ByteBuffer.wrap(verified(Base64.getUrlDecoder().decode(text))));
    } catch (IllegalArgumentException
        | DateTimeException
        | BufferUnderflowException
        | CharacterCodingException e) {
      throw new InvalidCursor();
    }
  }

  private static boolean direction(ByteBuffer buffer) {
    return switch (buffer.get()) {
      case 'b' -> true;
      case 'f' -> false;
      default -> throw new InvalidCursor();
    };
  }

  private static String take(ByteBuffer buffer) throws CharacterCodingException {
    int length = Short.toUnsignedInt(buffer.getShort());
    if (length > buffer.remaining()) {
      throw new InvalidCursor();
    }
    ByteBuffer bytes = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    String text = UTF_8.newDecoder().decode(bytes).toString();
    if (text.indexOf('\0') >= 0) {
      throw new InvalidCursor();
    }
    return text;
  }

  private static Object parse(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    }
    if (type == Long.class || type == long.class) {
      return Long.valueOf(text);
    }
    if (type == Integer.class || type == int.class) {
      return Integer.valueOf(text);
    }
    if (type == Instant.class) {
      Instant time = Instant.parse(text);
      if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
        throw new InvalidCursor();
      }
      return time;
    }
    if (type == LocalDate.class) {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() < 1 || day.getYear() > 9_999) {
        throw new InvalidCursor();
      }
      return day;
    }
    if (type == UUID.class) {
      return UUID.fromString(text);
    }
    // Absurd exponents would keep a CPU busy for minutes.
    if (type == BigDecimal.class && DECIMAL.matcher(text).matches()) {
      return new BigDecimal(text);
    }
    throw new InvalidCursor();
  }

  private byte[] sign(byte[] content) {
    if (key == null) {
      return content;
    }
    byte[] signed = Arrays.copyOf(content, content.length + SIGNATURE);
    System.arraycopy(signature(key, content), 0, signed, content.length, SIGNATURE);
    return signed;
  }

  private byte[] verified(byte[] signed) {
    if (key == null) {
      return signed;
    }
    if (signed.length < SIGNATURE) {
      throw new InvalidCursor();
    }
    byte[] content = Arrays.copyOf(signed, signed.length - SIGNATURE);
    byte[] claimed = Arrays.copyOfRange(signed, content.length, signed.length);
    if (!MessageDigest.isEqual(claimed, Arrays.copyOf(signature(key, content), SIGNATURE))) {
      throw new InvalidCursor();
    }
    return content;
  }

  private static byte[] signature(SecretKey key, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key of the cursors cannot sign: " + e.getMessage(), e);
    }
  }
}

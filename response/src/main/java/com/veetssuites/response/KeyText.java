package com.veetssuites.response;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a key in the making. What a request says is encoded so that it cannot pose as
 * anything else: not as two segments, not as one of the parts that this cache adds itself (those
 * begin with {@code @}), and no value not as an empty one.
 */
final class KeyText {

  /** As much as a cache key may have. */
  private static final int MOST_CHARACTERS = 512;

  private final StringBuilder text = new StringBuilder(96);
  private boolean odd;

  KeyText segment(String literal) {
    if (!text.isEmpty()) {
      text.append(':');
    }
    text.append(literal);
    return this;
  }

  KeyText value(String value) {
    if (!text.isEmpty()) {
      text.append(':');
    }
    encode(value);
    return this;
  }

  /** A part of this cache's own, such as the host. */
  KeyText own(String name, @Nullable String value) {
    if (value != null) {
      segment("@" + name).value(value);
    }
    return this;
  }

  KeyText query(Query query) {
    for (Map.Entry<String, List<String>> parameter : query.values().entrySet()) {
      value(parameter.getKey());
      text.append(':');
      for (int i = 0; i < parameter.getValue().size(); i++) {
        if (i > 0) {
          text.append(',');
        }
        encode(parameter.getValue().get(i));
      }
    }
    return this;
  }

  private void encode(String value) {
    if (value.isEmpty()) {
      text.append('%');
      return;
    }
    if (value.length() > MOST_CHARACTERS) {
      odd = true;
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        odd = true;
      }
      if (c == ':' || c == '%' || c == '*' || c == ',' || (c == '@' && i == 0)) {
        text.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
      } else {
        text.append(c);
      }
    }
  }

  /** Null when no key may be like this: the answer is then not cached. */
  @Nullable String finish() {
    return odd || text.length() > MOST_CHARACTERS ? null : text.toString();
  }
}

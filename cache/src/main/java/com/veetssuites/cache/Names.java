package com.veetssuites.cache;

/** What may be a part of a key, a tag or a region. */
final class Names {

  static final int MOST_CHARACTERS = 512;

  private Names() {}

  static void check(String what, String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("A " + what + " needs at least one character.");
    }
    if (name.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "A %s has at most %d characters; this one has %d and begins with '%s'."
              .formatted(what, MOST_CHARACTERS, name.length(), printable(name.substring(0, 40))));
    }
    for (int i = 0; i < name.length(); i++) {
      if (Character.isISOControl(name.charAt(i))) {
        throw new IllegalArgumentException(
            "A %s has no control characters; '%s' has U+%04X at index %d."
                .formatted(what, printable(name), (int) name.charAt(i), i));
      }
    }
  }

  private static String printable(String name) {
    StringBuilder text = new StringBuilder();
    name.chars().forEach(c -> text.append(Character.isISOControl(c) ? '?' : (char) c));
    return text.toString();
  }
}

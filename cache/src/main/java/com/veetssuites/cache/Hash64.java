package com.veetssuites.cache;

/**
 * 64-bit hashes of names: FNV-1a over the UTF-16 code units, finished by the mixer of MurmurHash3.
 *
 * <p>A collision costs a needless load and never a stale value, so a hash need not resist an
 * attacker. Zero is never a hash: it stands for "everything" in the log and for "free" in tables.
 */
final class Hash64 {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Hash64() {}

  /** The state before the first character of a name in a space of names of its own. */
  static long begin(char space) {
    return (OFFSET ^ space) * PRIME;
  }

  static long add(long state, CharSequence text) {
    long hash = state;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return hash;
  }

  static long end(long state) {
    long hash = state;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash;
  }
}

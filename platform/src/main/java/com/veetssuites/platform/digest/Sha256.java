package com.veetssuites.platform.digest;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256 (FIPS 180-4), and HMAC-SHA256 (RFC 2104), which every Java platform has. */
public final class Sha256 {

  private static final String HMAC = "HmacSHA256";

  private Sha256() {}

  /** The 32 bytes of the checksum. */
  public static byte[] of(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A key to sign with.
   *
   * @throws IllegalArgumentException when the secret is empty
   */
  public static SecretKey key(byte[] secret) {
    return new SecretKeySpec(secret, HMAC);
  }

  /** The 32 bytes of the signature of a message, which is given in parts. */
  public static byte[] sign(SecretKey key, byte[]... message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      for (byte[] part : message) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

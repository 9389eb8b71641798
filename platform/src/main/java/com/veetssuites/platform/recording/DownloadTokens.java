package com.veetssuites.platform.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.platform.digest.Sha256;
import com.veetssuites.task.PermanentFailure;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Zoom's download tokens, sealed with AES-256-GCM (NIST SP 800-38D) for the time that they wait in
 * a task, where whoever reads tasks would read them. A token opens for its own recording only. The
 * key is derived from the one of the access tokens.
 */
@Component
public class DownloadTokens {

  private static final byte[] PURPOSE = "veetssuites download tokens, version 1".getBytes(UTF_8);
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  DownloadTokens(SecretKey signingKey) {
    key = new SecretKeySpec(Sha256.sign(signingKey, PURPOSE), "AES");
  }

  /** The task to copy this recording with this token. */
  public ProcessZoomRecording task(long sessionId, String recordingUrl, String token) {
    if (token.isEmpty()) {
      return new ProcessZoomRecording(sessionId, recordingUrl);
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed =
        run(Cipher.ENCRYPT_MODE, nonce, about(sessionId, recordingUrl), token.getBytes(UTF_8));
    byte[] all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    return new ProcessZoomRecording(
        sessionId, recordingUrl, Base64.getUrlEncoder().withoutPadding().encodeToString(all));
  }

  /**
   * The token of a task that has one.
   *
   * @throws PermanentFailure when it was sealed with another secret, or for another recording
   */
  String open(ProcessZoomRecording task, String sealedToken) {
    try {
      byte[] all = Base64.getUrlDecoder().decode(sealedToken);
      byte[] nonce = new byte[NONCE_BYTES];
      byte[] sealed = new byte[all.length - NONCE_BYTES];
      ByteBuffer.wrap(all).get(nonce).get(sealed);
      return new String(
          run(Cipher.DECRYPT_MODE, nonce, about(task.sessionId(), task.recordingUrl()), sealed),
          UTF_8);
    } catch (RuntimeException e) {
      throw new PermanentFailure(
          "The download token of the recording cannot be opened: it was sealed with another secret."
              + " Give all servers and workers the same VEETS_ACCOUNT_SECRET.");
    }
  }

  private static byte[] about(long sessionId, String recordingUrl) {
    return (sessionId + "\n" + recordingUrl).getBytes(UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, byte[] about, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(about);
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

package com.veetssuites.platform.storage;

import com.veetssuites.platform.storage.S3FileStore.NotFound;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A file on its way into a bucket: in one request when it is small, otherwise in parts of one size,
 * which some stores insist on. A part that was sent twice is kept once.
 */
final class S3Upload implements FileUpload {

  /** Between key and upload id in a ticket; in neither. */
  static final char SEPARATOR = ' ';

  /** Of at most 10 000 parts of at least 5 MiB, as S3 has them: files up to 80 GiB. */
  static final int PART = 8 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);
  private static final int NOT_FOUND = 404;

  private final S3FileStore store;
  private final String key;
  private final List<CompletedPart> parts = new ArrayList<>();
  private @Nullable String uploadId;
  private byte[] buffer = new byte[BUFFER];
  private int buffered;
  private long finishedSize;
  private boolean finished;

  S3Upload(S3FileStore store, String key) {
    this(store, key, null);
  }

  S3Upload(S3FileStore store, String key, @Nullable String uploadId) {
    this.store = store;
    this.key = key;
    this.uploadId = uploadId;
  }

  /** Goes on where another has stopped; false when there is nothing of it. */
  boolean resume() {
    for (Part part : kept()) {
      if (part.partNumber() != parts.size() + 1 || part.size() != PART) {
        break;
      }
      parts.add(completed(part.partNumber(), part.eTag()));
    }
    if (!parts.isEmpty()) {
      return true;
    }
    // Some stores know no parts of an upload that is over, others say that there is no such upload.
    Optional<HeadObjectResponse> file = store.head(key);
    if (file.isEmpty()) {
      abort();
      return false;
    }
    finished = true;
    finishedSize = file.get().contentLength();
    return true;
  }

  private List<Part> kept() {
    try {
      return store.call(() ->
          store
              .client()
              .listPartsPaginator(
                  request -> request.bucket(store.bucket()).key(key).uploadId(uploadId))
              .parts()
              .stream()
              .toList());
    } catch (NotFound e) {
      return List.of();
    }
  }

  private static CompletedPart completed(int number, String tag) {
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  @Override
  public String ticket() {
    return key + SEPARATOR + uploadId();
  }

  private String uploadId() {
    if (uploadId == null) {
      store.deleteAbandonedNowAndThen();
      uploadId =
          store
              .call(() ->
                  store
                      .client()
                      .createMultipartUpload(request ->
                          request
                              .bucket(store.bucket())
                              .key(key)
                              .contentType(FileKeys.contentType(key))))
              .uploadId();
    }
    return Objects.requireNonNull(uploadId);
  }

  @Override
  public long size() {
    return finished ? finishedSize : (long) parts.size() * PART + buffered;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (buffered == PART) {
        sendPart(); // only now that more follows, so that a small file needs no parts
      }
      int piece = Math.min(end - from, PART - buffered);
      if (buffered + piece > buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.clamp(buffer.length * 2L, buffered + piece, PART));
      }
      System.arraycopy(bytes, from, buffer, buffered, piece);
      buffered += piece;
      from += piece;
    }
  }

  private void sendPart() {
    int number = parts.size() + 1;
    String id = uploadId();
    try {
      UploadPartResponse answer =
          store.call(() ->
              store
                  .client()
                  .uploadPart(
                      request ->
                          request
                              .bucket(store.bucket())
                              .key(key)
                              .uploadId(id)
                              .partNumber(number)
                              .contentMD5(md5()),
                      body()));
      parts.add(completed(number, answer.eTag()));
    } catch (NotFound e) {
      LOG.error("The upload of {} was ended by somebody else", key);
      throw new FileStore.StorageUnavailable();
    }
    buffered = 0;
  }

  @Override
  public String finish() {
    if (finished) {
      return key;
    }
    long size = size();
    if (uploadId == null) {
      store.call(() ->
          store
              .client()
              .putObject(
                  request ->
                      request
                          .bucket(store.bucket())
                          .key(key)
                          .contentType(FileKeys.contentType(key))
                          .contentMD5(md5()),
                  body()));
    } else {
      if (buffered > 0 || parts.isEmpty()) {
        sendPart();
      }
      try {
        store.call(() ->
            store
                .client()
                .completeMultipartUpload(request ->
                    request
                        .bucket(store.bucket())
                        .key(key)
                        .uploadId(uploadId)
                        .multipartUpload(all -> all.parts(parts))));
      } catch (NotFound e) {
        // Completed by an answer that was lost, or by another; unless it was aborted.
        if (store.head(key).filter(head -> head.contentLength() == size).isEmpty()) {
          throw new FileStore.StorageUnavailable();
        }
      }
    }
    finishedSize = size;
    finished = true;
    return key;
  }

  @Override
  public void discard() {
    abort();
    store.delete(key); // also when the answer to the request that made it was lost
  }

  void abort() {
    if (uploadId == null) {
      return;
    }
    try {
      store
          .client()
          .abortMultipartUpload(
              request -> request.bucket(store.bucket()).key(key).uploadId(uploadId));
    } catch (S3Exception e) {
      if (e.statusCode() != NOT_FOUND) {
        LOG.warn("The unfinished upload of {} could not be deleted: {}", key, e.toString());
      }
    } catch (SdkException e) {
      LOG.warn("The unfinished upload of {} could not be deleted: {}", key, e.toString());
    }
  }

  @Override
  public void close() {
    buffer = new byte[0];
    buffered = 0;
  }

  private RequestBody body() {
    byte[] content = buffer;
    int length = buffered;
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(content, 0, length), length, FileKeys.contentType(key));
  }

  private String md5() {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5"); // finds errors, not forgers
      digest.update(buffer, 0, buffered);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package com.veetssuites.platform.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of a file in a bucket. What is skipped before the first byte is read is never fetched,
 * so a range of a large file costs no more than itself.
 */
final class S3Stream extends InputStream {

  private final S3FileStore store;
  private final String key;
  private final long length;
  private long position;
  private @Nullable ResponseInputStream<GetObjectResponse> body;

  S3Stream(S3FileStore store, String key, long length) {
    this.store = store;
    this.key = key;
    this.length = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (position >= length) {
      return -1;
    }
    int read = body().read(bytes, offset, count);
    if (read < 0) {
      throw new IOException("File %s ends at byte %d of %d".formatted(key, position, length));
    }
    position += read;
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    if (body != null) {
      return super.skip(count);
    }
    long skipped = Math.clamp(count, 0, length - position);
    position += skipped;
    return skipped;
  }

  private ResponseInputStream<GetObjectResponse> body() throws IOException {
    if (body == null) {
      try {
        body =
            store.call(() ->
                store
                    .client()
                    .getObject(request -> {
                      request.bucket(store.bucket()).key(key);
                      if (position > 0) {
                        request.range("bytes=%d-".formatted(position));
                      }
                    }));
      } catch (S3FileStore.NotFound e) {
        throw new FileNotFoundException("File " + key + " has just been deleted");
      }
    }
    return body;
  }

  @Override
  public void close() throws IOException {
    if (body != null) {
      if (position < length) {
        body.abort(); // closing it would fetch the rest
      }
      body.close();
    }
  }
}

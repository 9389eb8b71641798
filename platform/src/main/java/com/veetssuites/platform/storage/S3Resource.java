package com.veetssuites.platform.storage;

import java.io.InputStream;
import org.springframework.core.io.AbstractResource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** A file in a bucket, which is fetched from where it is read. */
final class S3Resource extends AbstractResource {

  private final S3FileStore store;
  private final String key;
  private final HeadObjectResponse head;

  S3Resource(S3FileStore store, String key, HeadObjectResponse head) {
    this.store = store;
    this.key = key;
    this.head = head;
  }

  @Override
  public InputStream getInputStream() {
    return new S3Stream(store, key, head.contentLength());
  }

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public long contentLength() {
    return head.contentLength();
  }

  @Override
  public long lastModified() {
    return head.lastModified().toEpochMilli();
  }

  @Override
  public String getFilename() {
    return FileKeys.name(key);
  }

  @Override
  public String getDescription() {
    return "file " + key;
  }
}

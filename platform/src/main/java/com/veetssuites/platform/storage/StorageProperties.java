package com.veetssuites.platform.storage;

import com.veetssuites.command.CommandFailed;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of where files are kept.
 *
 * @param kind folder: in the data folder; s3: in an S3-compatible store
 */
@ConfigurationProperties("veets.storage")
record StorageProperties(@DefaultValue("folder") Kind kind, @DefaultValue S3 s3) {

  enum Kind {
    FOLDER,
    S3
  }

  /**
   * The S3-compatible store.
   *
   * @param endpoint its address, such as https://minio.example.org; empty: Amazon's own
   * @param region region of the bucket
   * @param bucket the bucket, which has to exist
   * @param accessKey who we are; empty: as the environment says, the way the AWS SDK looks for it
   * @param secretKey the secret of the access key
   * @param pathStyle whether the bucket is part of the path instead of the host
   */
  record S3(
      @Nullable URI endpoint,
      @DefaultValue("us-east-1") String region,
      @DefaultValue("") String bucket,
      @DefaultValue("") String accessKey,
      @DefaultValue("") String secretKey,
      @DefaultValue("false") boolean pathStyle) {

    void check() {
      if (bucket.isEmpty()) {
        throw new CommandFailed(
            "Files are to be kept in S3, but no bucket is named: set VEETS_STORAGE_S3_BUCKET.");
      }
      if (accessKey.isEmpty() != secretKey.isEmpty()) {
        throw new CommandFailed(
            "VEETS_STORAGE_S3_ACCESS_KEY and VEETS_STORAGE_S3_SECRET_KEY belong together; set both or neither.");
      }
      if (address() != null && (address().getScheme() == null || address().getHost() == null)) {
        throw new CommandFailed(
            "VEETS_STORAGE_S3_ENDPOINT is \"%s\"; it must be an address such as https://minio.example.org."
                .formatted(address()));
      }
    }

    /** The endpoint; null for Amazon's own. */
    @Nullable URI address() {
      return endpoint == null || endpoint.toString().isEmpty() ? null : endpoint;
    }

    @Override
    public String toString() {
      return "S3[endpoint=%s, region=%s, bucket=%s, accessKey=***, secretKey=***, pathStyle=%s]"
          .formatted(endpoint, region, bucket, pathStyle);
    }
  }
}

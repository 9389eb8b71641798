package com.veetssuites.platform.storage;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Files in a bucket of an S3-compatible store, asked over its API of 2006-03-01. Nothing is kept on
 * this machine: an upload in parts waits in the store, so any worker can go on with it.
 */
final class S3FileStore implements FileStore, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(S3FileStore.class);
  private static final int NOT_FOUND = 404;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration CALL = Duration.ofMinutes(5);

  /** Counted from their beginning, as the store does not tell when the last part came. */
  private static final Duration ABANDONED = Duration.ofDays(3);

  private static final Duration LOOK_FOR_ABANDONED = Duration.ofDays(1);

  private final StorageProperties.S3 properties;
  private final Clock clock;
  private final AtomicReference<Instant> lookedForAbandoned = new AtomicReference<>(Instant.EPOCH);
  private final SingletonSupplier<S3Client> client; // made when it is needed: it takes its time

  S3FileStore(StorageProperties.S3 properties, Clock clock) {
    properties.check();
    this.properties = properties;
    this.clock = clock;
    client = SingletonSupplier.of(() -> connect(properties));
  }

  private static S3Client connect(StorageProperties.S3 properties) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(properties.region()))
            .forcePathStyle(properties.pathStyle())
            // Each body carries its MD5; newer checksums are unknown to many stores.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            .overrideConfiguration(calls -> calls.apiCallTimeout(CALL));
    URI endpoint = properties.address();
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    if (!properties.accessKey().isEmpty()) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(properties.accessKey(), properties.secretKey())));
    }
    return builder.build();
  }

  S3Client client() {
    return client.obtain();
  }

  String bucket() {
    return properties.bucket();
  }

  @Override
  public FileUpload begin(String area, String contentType) {
    return new S3Upload(this, FileKeys.next(area, contentType));
  }

  @Override
  public Optional<FileUpload> resume(String ticket) {
    int end = ticket.indexOf(S3Upload.SEPARATOR);
    if (end < 0 || !FileKeys.isKey(ticket.substring(0, end))) {
      return Optional.empty();
    }
    var upload = new S3Upload(this, ticket.substring(0, end), ticket.substring(end + 1));
    return upload.resume() ? Optional.of(upload) : Optional.empty();
  }

  @Override
  public Optional<StoredFile> open(String key) {
    return head(key)
        .map(head -> new StoredFile(new S3Resource(this, key, head), FileKeys.contentType(key)));
  }

  Optional<HeadObjectResponse> head(String key) {
    if (!FileKeys.isKey(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          call(() -> client().headObject(request -> request.bucket(bucket()).key(key))));
    } catch (NotFound e) {
      return Optional.empty();
    }
  }

  @Override
  public void list(String area, ListedFiles to) throws InterruptedException {
    String prefix = FileKeys.requireArea(area) + "/";
    String more = null;
    do {
      String from = more;
      ListObjectsV2Response page =
          call(() ->
              client()
                  .listObjectsV2(
                      request -> request.bucket(bucket()).prefix(prefix).continuationToken(from)));
      to.take(
          page.contents().stream()
              .filter(file -> FileKeys.isKey(file.key()))
              .map(file -> new ListedFile(file.key(), file.lastModified()))
              .toList());
      more = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (more != null);
  }

  @Override
  public void delete(String key) {
    if (!FileKeys.isKey(key)) {
      return;
    }
    try {
      client().deleteObject(request -> request.bucket(bucket()).key(key));
    } catch (SdkException e) {
      LOG.warn(
          "File {}, which is not needed any more, could not be deleted: {}", key, e.toString());
    }
  }

  @Override
  public void deleteAbandoned() {
    try {
      Instant before = clock.instant().minus(ABANDONED);
      List<MultipartUpload> old = new ArrayList<>();
      client().listMultipartUploadsPaginator(request -> request.bucket(bucket())).uploads().stream()
          .filter(upload -> FileKeys.isKey(upload.key()) && upload.initiated().isBefore(before))
          .limit(1_000)
          .forEach(old::add);
      for (MultipartUpload upload : old) {
        new S3Upload(this, upload.key(), upload.uploadId()).abort();
      }
    } catch (SdkException e) {
      LOG.warn("The unfinished uploads of dead processes cannot be deleted: {}", e.toString());
    }
  }

  /** Called whenever an upload in parts begins; looks once a day. */
  void deleteAbandonedNowAndThen() {
    Instant last = lookedForAbandoned.get();
    Instant now = clock.instant();
    if (last.plus(LOOK_FOR_ABANDONED).isBefore(now)
        && lookedForAbandoned.compareAndSet(last, now)) {
      deleteAbandoned();
    }
  }

  /** What was asked for is not there. */
  static final class NotFound extends RuntimeException {
    NotFound(S3Exception cause) {
      super(cause);
    }
  }

  /**
   * The answer of the store.
   *
   * @throws NotFound when it says so
   * @throws StorageUnavailable when it gives another error, or none in time
   */
  <T> T call(Supplier<T> request) {
    try {
      return request.get();
    } catch (S3Exception e) {
      if (e instanceof NoSuchKeyException
          || (e.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(code(e)))) {
        throw new NotFound(e);
      }
      throw unavailable(e);
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  private static @Nullable String code(S3Exception e) {
    return e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
  }

  private StorageUnavailable unavailable(SdkException e) {
    LOG.error("The file store does not do what it was asked: {}", e.toString());
    return new StorageUnavailable();
  }

  @Override
  public void close() {
    S3Client made = client.get();
    if (made != null) {
      made.close();
    }
  }
}

package com.veetssuites.platform.storage;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An S3 server on this machine, with a bucket in a folder: S3Proxy. It lives in a class loader of
 * its own, as Spring would find its libraries and behave otherwise than in production.
 */
public final class S3Server implements AutoCloseable {

  public static final String BUCKET = "files";
  public static final String ACCESS_KEY = "an-access-key";
  public static final String SECRET_KEY = "the secret of the access key";

  private final URLClassLoader classes;
  private final Object proxy;
  private final int port;
  private final Path folder;

  private S3Server(Path folder, int port) throws ReflectiveOperationException, IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve(BUCKET));
    classes = new URLClassLoader(jars(), S3Server.class.getClassLoader());
    Object store =
        type("nio2blob.FilesystemNio2BlobStore")
            .getConstructor(String.class)
            .newInstance(folder.toString());
    Class<?> builderType = type("S3Proxy$Builder");
    Object builder = type("S3Proxy").getMethod("builder").invoke(null);
    builderType.getMethod("blobStore", type("blobstore.BlobStore")).invoke(builder, store);
    builderType
        .getMethod("endpoint", URI.class)
        .invoke(builder, URI.create("http://127.0.0.1:" + port));
    Class<?> authentication = type("auth.AuthenticationType");
    builderType
        .getMethod("awsAuthentication", authentication, String.class, String.class)
        .invoke(
            builder,
            authentication.getMethod("fromString", String.class).invoke(null, "aws-v2-or-v4"),
            ACCESS_KEY,
            SECRET_KEY);
    proxy = builderType.getMethod("build").invoke(builder);
    proxy.getClass().getMethod("start").invoke(proxy);
    this.port = (Integer) proxy.getClass().getMethod("getPort").invoke(proxy);
  }

  /** A server that keeps its files in this folder. */
  public static S3Server start(Path folder) {
    return start(folder, 0);
  }

  /** The same on a port that is known before. */
  public static S3Server start(Path folder, int port) {
    try {
      return new S3Server(folder, port);
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return classes.loadClass("org.gaul.s3proxy." + name);
  }

  private static URL[] jars() throws IOException {
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("target", "s3proxy"), "*.jar")) {
      for (Path file : files) {
        jars.add(file.toUri().toURL());
      }
    }
    return jars.toArray(URL[]::new);
  }

  public int port() {
    return port;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  StorageProperties.S3 properties() {
    return new StorageProperties.S3(endpoint(), "us-east-1", BUCKET, ACCESS_KEY, SECRET_KEY, true);
  }

  /** The settings of a platform that keeps its files here. */
  public String[] settings() {
    return new String[] {
      "veets.storage.kind=s3",
      "veets.storage.s3.endpoint=" + endpoint(),
      "veets.storage.s3.bucket=" + BUCKET,
      "veets.storage.s3.access-key=" + ACCESS_KEY,
      "veets.storage.s3.secret-key=" + SECRET_KEY,
      "veets.storage.s3.path-style=true"
    };
  }

  /** The folder of the bucket. */
  public Path bucket() {
    return folder.resolve(BUCKET);
  }

  @Override
  public void close() {
    try {
      proxy.getClass().getMethod("stop").invoke(proxy);
      classes.close();
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

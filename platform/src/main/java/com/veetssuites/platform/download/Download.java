package com.veetssuites.platform.download;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;

/**
 * The answer to a request, whose body is still to be read. For use by the thread that opened it.
 */
public final class Download implements AutoCloseable {

  private final ClassicHttpResponse response;
  private final HttpGet request;
  private final CloseableHttpClient client;
  private final Watch watch;

  Download(ClassicHttpResponse response, HttpGet request, CloseableHttpClient client, Watch watch) {
    this.response = response;
    this.request = request;
    this.client = client;
    this.watch = watch;
  }

  public int status() {
    return response.getCode();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  /** Number of bytes of the body; -1 when the server does not tell. */
  public long contentLength() {
    HttpEntity entity = response.getEntity();
    return entity == null ? 0 : entity.getContentLength();
  }

  /** Whether a body that was cut off is told from one that is complete. */
  public boolean endIsMarked() {
    HttpEntity entity = response.getEntity();
    return entity == null || entity.isChunked() || entity.getContentLength() >= 0;
  }

  /**
   * Reads the next bytes of the body; -1 at its end, which is the end that the server announced.
   *
   * @throws DownloadTimedOut when the whole takes too long
   * @throws java.io.InterruptedIOException when the thread was interrupted; it still is
   * @throws IOException when the body breaks off, or nothing comes for too long
   */
  public int read(byte[] bytes, int offset, int length) throws IOException {
    watch.check();
    try {
      InputStream body = response.getEntity() == null ? null : response.getEntity().getContent();
      return body == null ? -1 : body.read(bytes, offset, length);
    } catch (IOException e) {
      watch.check();
      throw e;
    }
  }

  /** Closes the connection; what was not read of the body stays unread. */
  @Override
  public void close() {
    watch.close();
    request.cancel();
    client.close(CloseMode.IMMEDIATE);
  }
}

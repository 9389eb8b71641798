package com.veetssuites.response;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response that is kept back until it is complete. Headers go to the real response, the body to a
 * buffer. When it turns out not to be one to keep (too long, a stream, asynchronous), what there is
 * of it is released, and the rest goes straight through.
 *
 * <p>To the application it behaves like any response: committed by a flush, closed by an error.
 */
final class Capture extends HttpServletResponseWrapper {

  private final HttpServletResponse target;
  private final int most;
  private final Buffer buffer = new Buffer();
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;
  private boolean committed;
  private boolean released;
  private long contentLength = -1;
  private int errorStatus;
  private @Nullable String errorMessage;

  Capture(HttpServletResponse target, int most) {
    super(target);
    this.target = target;
    this.most = most;
  }

  /** Whether the client gets this as it is written: then it cannot be kept. */
  boolean released() {
    return released;
  }

  /** Whether the container is to make the body, of an error. */
  boolean error() {
    return errorStatus != 0;
  }

  byte[] body() {
    if (writer != null) {
      writer.flush();
    }
    return buffer.toByteArray();
  }

  /** Sends what there is, and from now on whatever comes. */
  void release() throws IOException {
    if (released) {
      return;
    }
    if (writer != null) {
      writer.flush();
    }
    released = true;
    if (errorStatus != 0) {
      if (errorMessage == null) {
        target.sendError(errorStatus);
      } else {
        target.sendError(errorStatus, errorMessage);
      }
      return;
    }
    if (contentLength >= 0) {
      target.setContentLengthLong(contentLength);
    }
    if (buffer.size() > 0) {
      buffer.writeTo(target.getOutputStream());
      buffer.reset();
    }
  }

  private boolean closed() {
    return !released && (committed || errorStatus != 0);
  }

  private void written() throws IOException {
    if (!released && buffer.size() > most) {
      release();
    }
  }

  private void commit() throws IOException {
    if (released) {
      target.flushBuffer();
      return;
    }
    committed = true;
    String type = getContentType();
    if (type != null && type.startsWith("text/event-stream")) {
      release();
      target.flushBuffer();
    }
  }

  @Override
  public ServletOutputStream getOutputStream() {
    if (writer != null) {
      throw new IllegalStateException("The writer of this response is in use.");
    }
    ServletOutputStream known = stream;
    if (known == null) {
      known = new Sink();
      stream = known;
    }
    return known;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (stream != null) {
      throw new IllegalStateException("The stream of this response is in use.");
    }
    PrintWriter known = writer;
    if (known == null) {
      // As containers do: from now on the encoding is fixed, and told.
      target.setCharacterEncoding(target.getCharacterEncoding());
      known = new PrintWriter(new OutputStreamWriter(new Sink(), target.getCharacterEncoding()));
      writer = known;
    }
    return known;
  }

  @Override
  public void flushBuffer() throws IOException {
    if (writer != null) {
      writer.flush();
    }
    commit();
  }

  @Override
  public boolean isCommitted() {
    return released ? target.isCommitted() : committed;
  }

  @Override
  public void reset() {
    requireOpen();
    target.reset();
    discard();
    stream = null;
    writer = null;
    contentLength = -1;
  }

  @Override
  public void resetBuffer() {
    requireOpen();
    if (released) {
      target.resetBuffer();
    }
    discard();
  }

  private void discard() {
    if (writer != null) {
      writer.flush();
    }
    buffer.reset();
  }

  private void requireOpen() {
    if (committed) {
      throw new IllegalStateException("The response is committed already.");
    }
  }

  @Override
  public void sendError(int status) throws IOException {
    fail(status, null);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    fail(status, message);
  }

  private void fail(int status, @Nullable String message) throws IOException {
    requireOpen();
    if (released) {
      target.sendError(status, message);
      return;
    }
    discard();
    target.setStatus(status);
    errorStatus = status;
    errorMessage = message;
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    requireOpen();
    discard();
    target.sendRedirect(location);
    released = true;
  }

  @Override
  public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
    requireOpen();
    discard();
    target.sendRedirect(location, status, clearBuffer);
    released = true;
  }

  @Override
  public void setTrailerFields(Supplier<Map<String, String>> supplier) {
    try {
      release();
    } catch (IOException e) {
      throw new IllegalStateException("The client is gone.", e);
    }
    target.setTrailerFields(supplier);
  }

  @Override
  public void setBufferSize(int size) {
    if (released) {
      target.setBufferSize(size);
    }
  }

  @Override
  public void setContentLength(int length) {
    setContentLengthLong(length);
  }

  @Override
  public void setContentLengthLong(long length) {
    if (released) {
      target.setContentLengthLong(length);
    } else if (!closed()) {
      contentLength = length;
    }
  }

  @Override
  public void setStatus(int status) {
    if (!closed()) {
      target.setStatus(status);
    }
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    if (length(name, value) && !closed()) {
      target.setHeader(name, value);
    }
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    if (length(name, value) && !closed()) {
      target.addHeader(name, value);
    }
  }

  @Override
  public void setIntHeader(String name, int value) {
    setHeader(name, Integer.toString(value));
  }

  @Override
  public void addIntHeader(String name, int value) {
    addHeader(name, Integer.toString(value));
  }

  /** False when the header was the length, which is taken here. */
  private boolean length(String name, @Nullable String value) {
    if (released || value == null || !name.equalsIgnoreCase("Content-Length")) {
      return true;
    }
    try {
      setContentLengthLong(Long.parseLong(value.strip()));
    } catch (NumberFormatException e) {
      // Nobody can send a body of this length.
    }
    return false;
  }

  private static final class Buffer extends ByteArrayOutputStream {
    Buffer() {
      super(1024);
    }
  }

  private final class Sink extends ServletOutputStream {

    @Override
    public void write(int b) throws IOException {
      if (released) {
        target.getOutputStream().write(b);
      } else if (errorStatus == 0) {
        buffer.write(b);
        written();
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (released) {
        target.getOutputStream().write(bytes, offset, length);
      } else if (errorStatus == 0) {
        buffer.write(bytes, offset, length);
        written();
      }
    }

    @Override
    public void flush() throws IOException {
      // The writer of this response flushes to fill the buffer: only a flush of the application
      // commits, and that one goes through flushBuffer.
      if (released) {
        target.getOutputStream().flush();
      } else if (writer == null) {
        commit();
      }
    }

    @Override
    public void close() throws IOException {
      if (released) {
        target.getOutputStream().close();
      } else {
        committed = true;
      }
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      try {
        release();
        target.getOutputStream().setWriteListener(listener);
      } catch (IOException e) {
        listener.onError(e);
      }
    }
  }
}

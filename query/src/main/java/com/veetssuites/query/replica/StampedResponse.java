package com.veetssuites.query.replica;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** A response that gets headers as late as they can be set, just before its first byte. */
final class StampedResponse extends HttpServletResponseWrapper {

  private final Runnable stamp;
  private boolean stamped;
  private @Nullable ServletOutputStream stream;

  StampedResponse(HttpServletResponse response, Runnable stamp) {
    super(response);
    this.stamp = stamp;
  }

  void stamp() {
    if (!stamped && !isCommitted()) {
      stamped = true;
      stamp.run();
    }
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    ServletOutputStream known = stream;
    if (known == null) {
      known = new Stamping(super.getOutputStream());
      stream = known;
    }
    return known;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    stamp();
    return super.getWriter();
  }

  @Override
  public void flushBuffer() throws IOException {
    stamp();
    super.flushBuffer();
  }

  @Override
  public void sendError(int status) throws IOException {
    stamp();
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    stamp();
    super.sendError(status, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    stamp();
    super.sendRedirect(location);
  }

  @Override
  public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
    stamp();
    super.sendRedirect(location, status, clearBuffer);
  }

  @Override
  public void reset() {
    super.reset();
    stamped = false;
    stream = null;
  }

  private final class Stamping extends ServletOutputStream {
    private final ServletOutputStream target;

    Stamping(ServletOutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
      stamp();
      target.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      stamp();
      target.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      stamp();
      target.flush();
    }

    @Override
    public void close() throws IOException {
      stamp();
      target.close();
    }

    @Override
    public boolean isReady() {
      return target.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      target.setWriteListener(listener);
    }
  }
}

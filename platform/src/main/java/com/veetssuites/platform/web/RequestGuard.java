package com.veetssuites.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what no endpoint can mean, before anything else reads it: NUL characters, parameters that
 * are not UTF-8, and bodies above a megabyte (file uploads have a bound of their own).
 */
final class RequestGuard extends OncePerRequestFilter {

  static final int MAX_BODY = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);

  private final ProblemWriter problems;
  private final List<UploadEndpoint> uploads;
  private final long maxUpload;

  RequestGuard(ProblemWriter problems, List<UploadEndpoint> uploads, long maxUpload) {
    this.problems = problems;
    this.uploads = List.copyOf(uploads);
    this.maxUpload = maxUpload;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      guard(request, response, chain);
    } catch (DataAccessResourceFailureException failure) {
      // Before there is a controller: whose access token it is could not be looked up.
      if (response.isCommitted()) {
        throw failure;
      }
      LOG.error("The database does not answer: {}", failure.getMostSpecificCause().getMessage());
      problems.write(new DatabaseUnavailable(), response);
    }
  }

  private void guard(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      checkQuery(request);
      checkContentType(request);
    } catch (Problem problem) {
      problems.write(problem, response);
      return;
    }
    if (isMultipart(request)) {
      // The server reads a multipart body whenever somebody asks for a parameter, so one that is
      // sent to any other endpoint must not get that far.
      if (uploads.stream()
          .noneMatch(upload -> upload.matches(request.getMethod(), request.getRequestURI()))) {
        problems.write(new NoUploads(), response);
      } else if (request.getContentLengthLong() > maxUpload) {
        problems.write(
            new BodyTooLarge(
                "An upload may have %d MB at most, everything included."
                    .formatted(maxUpload >> 20)),
            response);
      } else {
        chain.doFilter(request, response);
      }
    } else if (request.getContentLengthLong() > MAX_BODY) {
      problems.write(tooLarge(), response);
    } else {
      chain.doFilter(new BoundedRequest(request), response);
    }
  }

  private static boolean isMultipart(HttpServletRequest request) {
    return request.getContentType() != null
        && request.getContentType().strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  private static void checkQuery(HttpServletRequest request) {
    if (request.getQueryString() != null) {
      String query = request.getQueryString();
      if (!Utf8.isValid(query)) {
        throw new InvalidRequest("The query string is not valid percent-encoded UTF-8.");
      }
      if (query.contains("%00")) {
        throw new InvalidRequest("The query string holds a NUL character.");
      }
    }
    String path = request.getRequestURI();
    if (path.contains("%00") || !Utf8.isValid(path)) {
      throw new InvalidRequest(
          "The path is not valid percent-encoded UTF-8 without NUL characters.");
    }
  }

  /** Spring MVC takes a wildcard there for a mistake of its own. */
  private static void checkContentType(HttpServletRequest request) {
    String type = request.getContentType();
    if (type != null && type.split(";", 2)[0].contains("*")) {
      throw new WildcardType();
    }
  }

  private static BodyTooLarge tooLarge() {
    return new BodyTooLarge("The body may have 1 MB at most.");
  }

  /** The body says to be of any type. */
  static final class WildcardType extends Problem {
    WildcardType() {
      super(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type must name one type, without *; send application/json.");
    }
  }

  /** The endpoint takes no files. */
  static final class NoUploads extends Problem {
    NoUploads() {
      super(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "This endpoint takes no multipart body; send application/json.");
    }
  }

  /**
   * A request whose body ends with a {@link BodyTooLarge} as soon as it is too long, whatever it
   * declared.
   */
  private static final class BoundedRequest extends HttpServletRequestWrapper {

    BoundedRequest(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new BoundedStream(super.getInputStream());
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class BoundedStream extends ServletInputStream {
    private final ServletInputStream source;
    private long read;

    BoundedStream(ServletInputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      int next = source.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = source.read(buffer, offset, length);
      count(Math.max(n, 0));
      return n;
    }

    private void count(int n) {
      read += n;
      if (read > MAX_BODY) {
        throw tooLarge();
      }
    }

    @Override
    public boolean isFinished() {
      return source.isFinished();
    }

    @Override
    public boolean isReady() {
      return source.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      source.setReadListener(listener);
    }
  }
}

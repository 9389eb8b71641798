package com.veetssuites.query;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The place in the application that made the database work: the innermost frame that belongs to
 * none of the libraries in between.
 *
 * @param type the class, with its package
 * @param inside what the place was called by, where that explains the work, as {@code JSON
 *     serialisation}
 */
public record CallSite(
    @Nullable String file, int line, String type, String method, @Nullable String inside) {

  /** Looking costs time: frames further out than this are not seen. */
  private static final int MOST_FRAMES = 512;

  private static final StackWalker WALKER = StackWalker.getInstance();

  private static final List<String> LIBRARIES =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "jakarta.",
          "org.hibernate.",
          "org.springframework.",
          "org.apache.catalina.",
          "org.apache.coyote.",
          "org.apache.tomcat.",
          "org.junit.",
          "tools.jackson.",
          "com.fasterxml.",
          "com.zaxxer.",
          "net.ttddyy.",
          "io.micrometer.",
          "org.postgresql.",
          "com.veetssuites.query.",
          "com.veetssuites.cache.",
          "com.veetssuites.response.");

  private static final List<String> GENERATED =
      List.of("$$SpringCGLIB", "$Proxy", "HibernateProxy", "$HibernateInstantiator");

  /** What a look at the stack has told. */
  record Look(@Nullable CallSite site, boolean asked) {}

  /** The place that the calling thread came from; null where only libraries are at work. */
  static @Nullable CallSite here() {
    return look().site();
  }

  /**
   * The place, and whether the program has asked for this very statement to be repeated: a refresh,
   * or the read before a merge.
   */
  static Look look() {
    return WALKER.walk(CallSite::look);
  }

  private static Look look(Stream<StackFrame> frames) {
    StackFrame found = null;
    String inside = null;
    boolean asked = false;
    Iterator<StackFrame> each = frames.limit(MOST_FRAMES).iterator();
    while (each.hasNext() && (found == null || inside == null)) {
      StackFrame frame = each.next();
      String type = frame.getClassName();
      if (found == null && isApplication(type)) {
        found = frame;
      }
      if (inside == null) {
        inside = inside(type);
      }
      asked = asked || found == null && repeats(type);
    }
    return new Look(found == null ? null : of(found, inside), asked);
  }

  private static boolean isApplication(String type) {
    for (String each : LIBRARIES) {
      if (type.startsWith(each)) {
        return false;
      }
    }
    for (String each : GENERATED) {
      if (type.contains(each)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String inside(String type) {
    if (type.startsWith("tools.jackson.databind.ser")
        || type.startsWith("com.fasterxml.jackson.databind.ser")) {
      return "JSON serialisation";
    }
    if (type.startsWith("org.springframework.transaction.event.")
        || type.equals("org.springframework.transaction.support.TransactionSynchronizationUtils")) {
      return "a transaction event listener";
    }
    return null;
  }

  private static boolean repeats(String type) {
    return type.startsWith("org.hibernate.event.internal.DefaultRefresh")
        || type.startsWith("org.hibernate.event.internal.DefaultMerge");
  }

  private static CallSite of(StackFrame frame, @Nullable String inside) {
    return new CallSite(
        frame.getFileName(),
        frame.getLineNumber(),
        frame.getClassName(),
        method(frame.getMethodName()),
        inside);
  }

  /** The method that a lambda is written in. */
  private static String method(String name) {
    if (!name.startsWith("lambda$")) {
      return name;
    }
    int end = name.lastIndexOf('$');
    return end > 7 ? name.substring(7, end) : name;
  }

  /** The method with its class, as {@code CourseCatalog.readDetail}; the same in each build. */
  public String place() {
    String simple = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
    return simple + "." + method;
  }

  @Override
  public String toString() {
    String where = Optional.ofNullable(file).map(name -> name + ":" + line).orElse("unknown line");
    return where + " (" + place() + ")" + (inside == null ? "" : " in " + inside);
  }
}

package com.veetssuites.response;

/** A view that cannot be cached as its annotation says; the message is one sentence to a person. */
public final class InvalidView extends RuntimeException {
  InvalidView(String view, String problem) {
    this("@CachedView", view, problem);
  }

  InvalidView(String annotation, String view, String problem) {
    super(annotation + " on " + view + " " + problem);
  }
}

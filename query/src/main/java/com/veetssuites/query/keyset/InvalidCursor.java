package com.veetssuites.query.keyset;

/** A text that is not a cursor of the list, or of another order of it. */
public final class InvalidCursor extends RuntimeException {

  InvalidCursor() {
    super(
        "The cursor is not one of this list in this order: begin without one, or take it from the"
            + " page before.");
  }
}

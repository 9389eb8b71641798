package com.veetssuites.platform.storage;

import java.util.Collection;
import java.util.Set;

/**
 * Whoever stores files, and knows which of them are in use. The files of an area without an owner
 * are never cleaned up.
 */
public interface FileOwner {

  /** The area that its files, and nobody else's, are stored in. */
  String area();

  /**
   * Which of these files are in use, by the latest state of the database.
   *
   * @param keys at most a thousand
   */
  Set<String> inUse(Collection<String> keys);
}

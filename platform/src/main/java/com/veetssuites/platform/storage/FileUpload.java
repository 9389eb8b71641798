package com.veetssuites.platform.storage;

/**
 * A file on its way into the store. It takes at most one part of the file in memory, and keeps
 * whole parts: after the death of the process another goes on behind the last of them. Two that go
 * on with one ticket do no harm as long as they write the same bytes. Not for use by several
 * threads.
 *
 * <p>Its methods throw {@link FileStore.StorageUnavailable} when the store does not work.
 */
public interface FileUpload extends AutoCloseable {

  /** A good size of the pieces to write, in bytes. */
  int BUFFER = 64 * 1024;

  /** What {@link FileStore#resume} takes, in any process that uses the same store. */
  String ticket();

  /** Number of bytes that it has taken so far; those of earlier lives included. */
  long size();

  /** Whether it was finished, in an earlier life perhaps. */
  boolean finished();

  /** Takes the next bytes. */
  void write(byte[] bytes, int offset, int length);

  /** Makes it a file, and returns the key. Once more does nothing. */
  String finish();

  /** Gives it up, finished or not: nothing of it remains. What cannot be deleted is logged. */
  void discard();

  /** Lets go. What was kept of an unfinished one stays, to be resumed. */
  @Override
  void close();
}

package com.veetssuites.platform.upkeep;

import java.util.List;

/** What can be done to many items of one type: a bean of this is a type of the batch task. */
public interface BatchItems {

  /** Its name in the task: {@code course_counts}. */
  String type();

  /**
   * Does it to these. It may see the same ones again, when a worker was killed before it could note
   * that they are done.
   *
   * @param ids at most 100, each once
   * @return how many of them there were; the others do not exist, or have nothing to do
   */
  int process(List<Long> ids) throws Exception;
}

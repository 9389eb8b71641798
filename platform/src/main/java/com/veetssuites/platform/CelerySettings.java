package com.veetssuites.platform;

import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings of the stack that this one replaces, which some environments still have. */
final class CelerySettings {

  private static final Logger LOG = LoggerFactory.getLogger(CelerySettings.class);

  private CelerySettings() {}

  /** Says where tasks live now, if the environment says where they lived. */
  static void mention() {
    List<String> set =
        Stream.of("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND")
            .filter(name -> System.getenv(name) != null)
            .toList();
    if (!set.isEmpty()) {
      LOG.info(
          "{} {} not used: tasks and their results are in the application's database.",
          String.join(" and ", set),
          set.size() == 1 ? "is" : "are");
    }
  }
}

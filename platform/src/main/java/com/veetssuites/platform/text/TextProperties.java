package com.veetssuites.platform.text;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What reading a document may cost.
 *
 * @param timeLimit how long one document may be read; then the process that reads it is killed
 * @param memory heap of the process that reads a document
 * @param processes how many documents are read at once; others wait
 * @param maxPages a document of more pages is refused
 * @param maxCharacters a document of more text is refused
 */
@ConfigurationProperties("veets.text")
record TextProperties(
    @DefaultValue("30s") Duration timeLimit,
    @DefaultValue("192MB") DataSize memory,
    @DefaultValue("2") int processes,
    @DefaultValue("50") int maxPages,
    @DefaultValue("200000") int maxCharacters) {

  private static final DataSize LEAST_MEMORY = DataSize.ofMegabytes(64);

  TextProperties {
    require(
        timeLimit.compareTo(Duration.ofSeconds(1)) >= 0
            && timeLimit.compareTo(Duration.ofMinutes(2)) <= 0,
        "time-limit must be from 1s to 2m");
    require(memory.compareTo(LEAST_MEMORY) >= 0, "memory must be at least 64MB");
    require(processes >= 1 && processes <= 64, "processes must be from 1 to 64");
    require(maxPages >= 1, "max-pages must be at least 1");
    require(
        maxCharacters >= 1 && maxCharacters <= 10_000_000,
        "max-characters must be from 1 to 10000000");
  }

  Limits limits() {
    return new Limits(maxPages, maxCharacters);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException("veets.text." + otherwise);
    }
  }
}

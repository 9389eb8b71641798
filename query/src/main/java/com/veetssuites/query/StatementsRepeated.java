package com.veetssuites.query;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown at the end of work that has run statements one by one, where that is to be a failure. */
public final class StatementsRepeated extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<Finding> findings;

  public StatementsRepeated(List<Finding> findings) {
    super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    this.findings = List.copyOf(findings);
  }

  public List<Finding> findings() {
    return findings;
  }
}

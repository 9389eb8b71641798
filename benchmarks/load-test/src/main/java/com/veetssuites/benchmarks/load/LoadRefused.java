package com.veetssuites.benchmarks.load;

/** The server does not let a load test begin. The message is one sentence for the person. */
final class LoadRefused extends RuntimeException {
  LoadRefused(String sentence) {
    super(sentence);
  }
}

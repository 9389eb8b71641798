package com.veetssuites.monitor.benchmark;

/** A task that does nothing. */
public record MonitorBenchmark(int round) {}

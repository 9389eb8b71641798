package com.veetssuites.monitor.postgres;

/** What an alert came to be. */
public record AlertEventRow(long id, AlertRow alert) {}

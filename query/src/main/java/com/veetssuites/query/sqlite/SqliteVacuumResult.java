package com.veetssuites.query.sqlite;

import java.time.Duration;

/**
 * What vacuuming did to a SQLite file.
 *
 * @param done whether it was vacuumed, or could be
 * @param message one sentence where there is something to say; empty otherwise
 * @param bytesBefore of the file with its write-ahead log
 * @param bytesAfter as much as before where nothing was done; where nothing was to be done, what
 *     would about be left
 */
public record SqliteVacuumResult(
    boolean done, String message, long bytesBefore, long bytesAfter, Duration took) {}

package com.veetssuites.platform.cv;

import org.jspecify.annotations.Nullable;

/**
 * A position that somebody held, or a degree that they worked for. What was not found is null.
 *
 * @param title of the position, or the degree with its subject
 * @param organisation the employer, or the school
 * @param start {@code 2020-01} or {@code 2020}
 * @param end likewise; null while it goes on
 * @param current whether it goes on
 */
public record CvEntry(
    @Nullable String title,
    @Nullable String organisation,
    @Nullable String location,
    @Nullable String start,
    @Nullable String end,
    boolean current,
    @Nullable String description) {}

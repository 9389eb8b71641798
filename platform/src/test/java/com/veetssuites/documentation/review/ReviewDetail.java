package com.veetssuites.documentation.review;

import java.time.Instant;

/** A review as clients see it. */
record ReviewDetail(
    long id,
    long course,
    String courseTitle,
    long student,
    int rating,
    String text,
    Instant createdAt) {}

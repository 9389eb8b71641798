package com.veetssuites.documentation.review;

/** The task summarize_reviews: what the reviews of a course say together. */
record SummarizeReviews(long courseId) {}

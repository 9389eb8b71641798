package com.veetssuites.documentation.review;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What a client sends to write a review. */
record ReviewForm(
    long course, @Min(1) @Max(5) int rating, @NotBlank @Size(max = 2_000) String text) {}

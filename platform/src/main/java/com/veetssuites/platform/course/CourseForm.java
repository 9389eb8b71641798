package com.veetssuites.platform.course;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an instructor says about a course.
 *
 * @param title 1 to 200 characters
 * @param description plain text or Markdown; empty by default
 * @param price at most 99999999.99; 0 (the default) is free
 * @param currency ISO 4217; USD by default
 * @param isPublished whether the course is in the catalogue; not by default
 */
record CourseForm(
    @NotBlank @Size(max = 200) String title,
    @Size(max = 20_000) String description,
    @DecimalMin("0") @Digits(integer = 8, fraction = 2) @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal price,
    @Pattern(regexp = "[A-Z]{3}", message = "must be a currency code such as USD") String currency,
    @JsonProperty("is_published") Boolean isPublished) {

  CourseForm(
      String title,
      @Nullable String description,
      @Nullable BigDecimal price,
      @Nullable String currency,
      @Nullable Boolean isPublished) {
    this.title = title;
    this.description = Objects.requireNonNullElse(description, "");
    BigDecimal amount = Objects.requireNonNullElse(price, BigDecimal.ZERO);
    this.price = amount.scale() < 2 ? amount.setScale(2) : amount;
    this.currency = Objects.requireNonNullElse(currency, "USD");
    this.isPublished = Objects.requireNonNullElse(isPublished, false);
  }
}

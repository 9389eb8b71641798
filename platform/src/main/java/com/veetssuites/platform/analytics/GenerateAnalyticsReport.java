package com.veetssuites.platform.analytics;

import org.jspecify.annotations.Nullable;

/**
 * The task that makes a report and keeps it.
 *
 * @param type such as {@code user_engagement}; null for all four
 * @param dateRange {@code yesterday}, {@code last_7_days}, {@code last_30_days} or {@code
 *     2026-01-01/2026-01-31}; null for yesterday
 */
record GenerateAnalyticsReport(@Nullable String type, @Nullable String dateRange) {}

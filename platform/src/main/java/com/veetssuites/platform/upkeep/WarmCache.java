package com.veetssuites.platform.upkeep;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The task that warms the cache.
 *
 * @param parts names of warmers, such as {@code courses}; null or empty for all
 * @param limits how much of it, as the warmers know them: {@code pages} is {@code 10}
 */
record WarmCache(@Nullable List<String> parts, @Nullable Map<String, String> limits) {}

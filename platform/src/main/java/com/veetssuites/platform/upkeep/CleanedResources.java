package com.veetssuites.platform.upkeep;

import java.util.Map;

/**
 * What a clean-up has removed.
 *
 * @param removed how many, by the name of the {@link CleanUp}
 * @param total of all
 */
record CleanedResources(Map<String, Long> removed, long total) {}

package com.veetssuites.platform.upkeep;

import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a clean-up has removed.
 *
 * @param removed how many, by the name of the {@link CleanUp}
 * @param total of all
 */
@JsonNaming(SnakeCaseStrategy.class)
record CleanedResources(Map<String, Long> removed, long total) {}

package com.veetssuites.platform.upkeep;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What became of a batch.
 *
 * @param items different ids that were given
 * @param processed those that there were
 * @param skipped those that do not exist, or had nothing to do
 */
@JsonNaming(SnakeCaseStrategy.class)
record ProcessedItems(String type, int items, int processed, int skipped) {}

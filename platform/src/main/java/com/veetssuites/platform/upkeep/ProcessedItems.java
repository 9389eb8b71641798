package com.veetssuites.platform.upkeep;

/**
 * What became of a batch.
 *
 * @param items different ids that were given
 * @param processed those that there were
 * @param skipped those that do not exist, or had nothing to do
 */
record ProcessedItems(String type, int items, int processed, int skipped) {}

package com.veetssuites.platform.upkeep;

import java.util.List;

/**
 * The task that does something to many items.
 *
 * @param type of a {@link BatchItems}
 * @param ids of the items; those of one task are about 8 000, which is what 64 KB hold
 */
public record BatchProcessItems(String type, List<Long> ids) {}

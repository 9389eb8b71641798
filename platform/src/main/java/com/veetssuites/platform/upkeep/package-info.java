/**
 * The work that keeps a running platform in shape: clean-up, optimisation of the database, warm-up
 * of the cache, and batches over items. What is to be done to their own, domains tell as beans.
 */
@NullMarked
package com.veetssuites.platform.upkeep;

import org.jspecify.annotations.NullMarked;

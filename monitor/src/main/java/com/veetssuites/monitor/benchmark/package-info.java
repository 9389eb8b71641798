/**
 * Round trips that are done to be timed: how fast the database, the cache and the tasks are now.
 */
@NullMarked
package com.veetssuites.monitor.benchmark;

import org.jspecify.annotations.NullMarked;

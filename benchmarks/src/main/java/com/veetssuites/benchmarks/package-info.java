/** Measurements of the platform against what it must beat, as ratios in one run on one machine. */
@NullMarked
package com.veetssuites.benchmarks;

import org.jspecify.annotations.NullMarked;

/** Holds what was reached: figures of one run against those that were committed. */
@NullMarked
package com.veetssuites.benchmarks.regression;

import org.jspecify.annotations.NullMarked;

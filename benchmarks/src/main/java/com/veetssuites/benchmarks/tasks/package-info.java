/**
 * Tasks against what the same database gives by hand, and against the engine of another library.
 */
@NullMarked
package com.veetssuites.benchmarks.tasks;

import org.jspecify.annotations.NullMarked;

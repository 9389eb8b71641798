/** The load test as {@code veets load-test} runs it, on a platform of its own. */
@NullMarked
package com.veetssuites.benchmarks.load;

import org.jspecify.annotations.NullMarked;

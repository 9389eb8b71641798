/** What the virtual users of {@code veets load-test} do, in Gatling's Java DSL. */
@NullMarked
package com.veetssuites.benchmarks.load;

import org.jspecify.annotations.NullMarked;

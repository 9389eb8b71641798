/** Round trips that are timed, and those that cannot be. */
@NullMarked
package com.veetssuites.monitor.benchmark;

import org.jspecify.annotations.NullMarked;

/** Tests of the monitor, on a real PostgreSQL. */
@NullMarked
package com.veetssuites.monitor;

import org.jspecify.annotations.NullMarked;

/** The tables of the monitor, and the statements on them. */
@NullMarked
package com.veetssuites.monitor.postgres;

import org.jspecify.annotations.NullMarked;

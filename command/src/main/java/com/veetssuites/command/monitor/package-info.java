/** {@code veets performance-monitor}: what a server has measured, and round trips to it. */
@NullMarked
package com.veetssuites.command.monitor;

import org.jspecify.annotations.NullMarked;

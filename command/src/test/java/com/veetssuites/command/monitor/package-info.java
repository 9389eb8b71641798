/** {@code veets performance-monitor} and servers that are not there or not ours. */
@NullMarked
package com.veetssuites.command.monitor;

import org.jspecify.annotations.NullMarked;

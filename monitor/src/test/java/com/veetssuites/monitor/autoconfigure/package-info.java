/** The monitor in applications. */
@NullMarked
package com.veetssuites.monitor.autoconfigure;

import org.jspecify.annotations.NullMarked;

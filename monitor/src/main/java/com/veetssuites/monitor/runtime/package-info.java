/** The JVM, its machine, and the pool of connections. */
@NullMarked
package com.veetssuites.monitor.runtime;

import org.jspecify.annotations.NullMarked;

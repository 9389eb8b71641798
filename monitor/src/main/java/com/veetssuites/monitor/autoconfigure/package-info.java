/** Puts the monitor into a Spring Boot application. */
@NullMarked
package com.veetssuites.monitor.autoconfigure;

import org.jspecify.annotations.NullMarked;

/** Methods annotated {@code @Timed}, timed without AspectJ. */
@NullMarked
package com.veetssuites.monitor.spring;

import org.jspecify.annotations.NullMarked;

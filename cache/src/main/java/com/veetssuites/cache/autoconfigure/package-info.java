/** Puts the cache together in a Spring Boot application from what is on its class path. */
@NullMarked
package com.veetssuites.cache.autoconfigure;

import org.jspecify.annotations.NullMarked;

/** What the cache becomes in a Spring Boot application, by its settings. */
@NullMarked
package com.veetssuites.cache.autoconfigure;

import org.jspecify.annotations.NullMarked;

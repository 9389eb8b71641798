/** The meters of the cache. */
@NullMarked
package com.veetssuites.cache.micrometer;

import org.jspecify.annotations.NullMarked;

/** The log and the second level against real servers, with everything that can happen to them. */
@NullMarked
package com.veetssuites.cache.redis;

import org.jspecify.annotations.NullMarked;

/** The invalidation log and the second level in Redis: one server, sentinels or a cluster. */
@NullMarked
package com.veetssuites.cache.redis;

import org.jspecify.annotations.NullMarked;

/** What the cache module knows: regions and the invalidation log. */
@NullMarked
package com.veetssuites.monitor.cache;

import org.jspecify.annotations.NullMarked;

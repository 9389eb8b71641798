/** A two-level cache in which every entry carries a stamp and every invalidation a number. */
@NullMarked
package com.veetssuites.cache;

import org.jspecify.annotations.NullMarked;

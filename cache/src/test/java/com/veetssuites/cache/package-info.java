/** Searches for values that are served although they are no longer true. */
@NullMarked
package com.veetssuites.cache;

import org.jspecify.annotations.NullMarked;

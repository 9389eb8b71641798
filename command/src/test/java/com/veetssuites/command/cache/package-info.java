/** Tests of {@code veets warm-cache} against servers that answer as they should not. */
@NullMarked
package com.veetssuites.command.cache;

import org.jspecify.annotations.NullMarked;

/** The upkeep of a running platform, on real PostgreSQL and real files. */
@NullMarked
package com.veetssuites.platform.upkeep;

import org.jspecify.annotations.NullMarked;

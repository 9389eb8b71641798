/** Plans, advice, builds and clean-ups on a real PostgreSQL. */
@NullMarked
package com.veetssuites.query.postgres;

import org.jspecify.annotations.NullMarked;

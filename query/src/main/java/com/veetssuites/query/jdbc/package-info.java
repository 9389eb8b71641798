/** Sees the statements of a data source through its proxy. */
@NullMarked
package com.veetssuites.query.jdbc;

import org.jspecify.annotations.NullMarked;

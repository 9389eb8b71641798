/**
 * What PostgreSQL knows of the statements: their plans, the indexes that would help, how to build
 * them beside a running server, and how to clean up after deleted rows. Plain JDBC.
 */
@NullMarked
package com.veetssuites.query.postgres;

import org.jspecify.annotations.NullMarked;

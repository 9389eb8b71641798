/** Reads on standbys of the database, for clients that may see what those have replayed so far. */
@NullMarked
package com.veetssuites.query.replica;

import org.jspecify.annotations.NullMarked;

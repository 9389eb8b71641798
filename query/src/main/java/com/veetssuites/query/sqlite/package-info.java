/** Cleans up SQLite files, such as the database of an older development set-up. */
@NullMarked
package com.veetssuites.query.sqlite;

import org.jspecify.annotations.NullMarked;

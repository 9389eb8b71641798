/** SQLite files, whole, locked and broken. */
@NullMarked
package com.veetssuites.query.sqlite;

import org.jspecify.annotations.NullMarked;

/** The PostgreSQL of the application: embedded by default, external by DATABASE_URL. */
@NullMarked
package com.veetssuites.platform.database;

import org.jspecify.annotations.NullMarked;

/** Fetch plans against a real database. */
@NullMarked
package com.veetssuites.query.hibernate;

import org.jspecify.annotations.NullMarked;

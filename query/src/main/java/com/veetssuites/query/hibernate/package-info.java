/** Fetch plans for Hibernate, and which of its statements belong to which association. */
@NullMarked
package com.veetssuites.query.hibernate;

import org.jspecify.annotations.NullMarked;

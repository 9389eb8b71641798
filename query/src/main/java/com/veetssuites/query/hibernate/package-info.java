/** Tells the query module which statements Hibernate runs for which association. */
@NullMarked
package com.veetssuites.query.hibernate;

import org.jspecify.annotations.NullMarked;

/** What a Hibernate session knows without running a statement. */
@NullMarked
package com.veetssuites.cache.hibernate;

import org.jspecify.annotations.NullMarked;

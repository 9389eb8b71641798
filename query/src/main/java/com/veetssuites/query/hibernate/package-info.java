/** Fetch plans, and what Hibernate tells of its loads. */
@NullMarked
package com.veetssuites.query.hibernate;

import org.jspecify.annotations.NullMarked;

/** What Hibernate reads and writes without a statement that would show it. */
@NullMarked
package com.veetssuites.cache.hibernate;

import org.jspecify.annotations.NullMarked;

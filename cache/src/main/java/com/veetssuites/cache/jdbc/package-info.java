/** What the values of the cache are made of and what transactions change, read off JDBC itself. */
@NullMarked
package com.veetssuites.cache.jdbc;

import org.jspecify.annotations.NullMarked;

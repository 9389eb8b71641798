/** That nothing stale survives a commit, and that nothing else is dropped by it. */
@NullMarked
package com.veetssuites.cache.jdbc;

import org.jspecify.annotations.NullMarked;

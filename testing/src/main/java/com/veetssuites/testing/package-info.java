/** Real servers and a steerable clock for tests. */
@NullMarked
package com.veetssuites.testing;

import org.jspecify.annotations.NullMarked;

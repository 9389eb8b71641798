/** Real servers for tests, and calls made at once. */
@NullMarked
package com.veetssuites.testing;

import org.jspecify.annotations.NullMarked;

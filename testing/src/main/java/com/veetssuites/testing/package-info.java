/** Real servers for tests, faults on the way to them, steered time, and calls made at once. */
@NullMarked
package com.veetssuites.testing;

import org.jspecify.annotations.NullMarked;

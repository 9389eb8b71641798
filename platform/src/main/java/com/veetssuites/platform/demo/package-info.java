/**
 * Believable data in any amount: the same rows for the same seed, on every machine and at any time.
 */
@NullMarked
package com.veetssuites.platform.demo;

import org.jspecify.annotations.NullMarked;

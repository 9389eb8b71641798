/** Tests that fail when the tested code runs too many statements, or one by one. */
@NullMarked
package com.veetssuites.query.junit;

import org.jspecify.annotations.NullMarked;

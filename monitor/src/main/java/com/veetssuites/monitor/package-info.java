/**
 * What an application does, second by second: in the memory of each node, and for a year in the
 * database of all.
 */
@NullMarked
package com.veetssuites.monitor;

import org.jspecify.annotations.NullMarked;

/**
 * Random histories over many nodes, and the check that none of their reads saw what was no longer
 * true.
 */
@NullMarked
package com.veetssuites.cache.history;

import org.jspecify.annotations.NullMarked;

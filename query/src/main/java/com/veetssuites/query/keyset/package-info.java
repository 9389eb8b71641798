/** Pages that begin after a row instead of after a number of rows: the last costs as the first. */
@NullMarked
package com.veetssuites.query.keyset;

import org.jspecify.annotations.NullMarked;

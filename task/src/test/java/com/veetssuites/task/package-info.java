/** Tasks on a real PostgreSQL, run by real workers. */
@NullMarked
package com.veetssuites.task;

import org.jspecify.annotations.NullMarked;

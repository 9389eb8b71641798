/** The tables of the tasks and the statements on them, on a connection that the caller brings. */
@NullMarked
package com.veetssuites.task.postgres;

import org.jspecify.annotations.NullMarked;

/** {@code veets tasks} on a real PostgreSQL, with real workers. */
@NullMarked
package com.veetssuites.command.task;

import org.jspecify.annotations.NullMarked;

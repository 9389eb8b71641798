/** The meters of the tasks. */
@NullMarked
package com.veetssuites.task.micrometer;

import org.jspecify.annotations.NullMarked;

/** Tasks as the API shows them, and as the rest of the platform sees them run. */
@NullMarked
package com.veetssuites.platform.task;

import org.jspecify.annotations.NullMarked;

/** Tasks as the API shows them. */
@NullMarked
package com.veetssuites.platform.task;

import org.jspecify.annotations.NullMarked;

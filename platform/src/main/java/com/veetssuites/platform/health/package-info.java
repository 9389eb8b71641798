/** Whether the platform can work, part by part, answered in time whatever hangs. */
@NullMarked
package com.veetssuites.platform.health;

import org.jspecify.annotations.NullMarked;

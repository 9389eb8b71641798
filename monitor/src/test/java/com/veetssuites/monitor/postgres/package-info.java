/** Statements that meet each other at the worst moment. */
@NullMarked
package com.veetssuites.monitor.postgres;

import org.jspecify.annotations.NullMarked;

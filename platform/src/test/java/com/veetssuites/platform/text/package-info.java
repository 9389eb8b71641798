/** Reads documents of all kinds and makes hostile ones. */
@NullMarked
package com.veetssuites.platform.text;

import org.jspecify.annotations.NullMarked;

/** The dashboard as an administrator sees it, in a real browser. */
@NullMarked
package com.veetssuites.platform.dashboard;

import org.jspecify.annotations.NullMarked;

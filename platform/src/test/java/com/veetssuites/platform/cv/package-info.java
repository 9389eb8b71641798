/** Measures how much of real documents is read rightly, on CVs that anybody can add to. */
@NullMarked
package com.veetssuites.platform.cv;

import org.jspecify.annotations.NullMarked;

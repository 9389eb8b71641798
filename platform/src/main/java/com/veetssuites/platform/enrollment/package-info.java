/** Enrolling in courses and paying for them, up to the callback of the payment provider. */
@NullMarked
package com.veetssuites.platform.enrollment;

import org.jspecify.annotations.NullMarked;

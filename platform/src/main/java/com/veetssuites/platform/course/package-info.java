/** Courses with their live sessions and enrollments: the model, the catalogue and its editing. */
@NullMarked
package com.veetssuites.platform.course;

import org.jspecify.annotations.NullMarked;

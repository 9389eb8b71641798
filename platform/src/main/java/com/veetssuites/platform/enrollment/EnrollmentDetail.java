package com.veetssuites.platform.enrollment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** An enrollment with its course and its student. */
record EnrollmentDetail(@JsonUnwrapped EnrollmentSummary enrollment, Student student) {}

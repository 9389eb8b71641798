package com.veetssuites.platform.course;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** A course with its sessions, as one viewer may see them. */
record CourseDetail(@JsonUnwrapped CourseSummary course, List<SessionSummary> sessions) {}

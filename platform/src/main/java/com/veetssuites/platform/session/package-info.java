/**
 * Live sessions: scheduling by instructors, recordings for participants, and the word from Zoom.
 */
@NullMarked
package com.veetssuites.platform.session;

import org.jspecify.annotations.NullMarked;

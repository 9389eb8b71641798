/**
 * Recordings of sessions: copied from Zoom into the file store, by a task that goes on where it
 * stopped.
 */
@NullMarked
package com.veetssuites.platform.recording;

import org.jspecify.annotations.NullMarked;

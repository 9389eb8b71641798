/** What the task module knows: runs and queues. */
@NullMarked
package com.veetssuites.monitor.task;

import org.jspecify.annotations.NullMarked;

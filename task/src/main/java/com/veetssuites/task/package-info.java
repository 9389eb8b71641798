/**
 * Tasks on the application's PostgreSQL: enqueued in the caller's transaction, run by any worker,
 * retried, scheduled, and kept until somebody has read their results.
 */
@NullMarked
package com.veetssuites.task;

import org.jspecify.annotations.NullMarked;

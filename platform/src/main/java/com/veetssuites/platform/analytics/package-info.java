/**
 * Reports for administrators: what happened on the platform in a period, aggregated by the
 * database.
 */
@NullMarked
package com.veetssuites.platform.analytics;

import org.jspecify.annotations.NullMarked;

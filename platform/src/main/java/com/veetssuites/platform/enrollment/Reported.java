package com.veetssuites.platform.enrollment;

import com.veetssuites.platform.course.PaymentStatus;

/**
 * The answer to a report of the payment provider.
 *
 * @param paymentStatus of the enrollment, after the report
 * @param applied whether the report changed it; not when it is a replay or comes too late
 */
record Reported(String paymentId, PaymentStatus paymentStatus, boolean applied) {}

package com.veetssuites.platform.account;

/** The task that deletes expired refresh tokens, and log-ins that nobody counts any more. */
record CleanupExpiredTokens() {}

package com.veetssuites.platform.upkeep;

/** The task that runs every {@link CleanUp}. */
record CleanUpResources() {}

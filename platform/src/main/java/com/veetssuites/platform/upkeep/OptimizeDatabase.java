package com.veetssuites.platform.upkeep;

/** The task that builds the missing indexes, and vacuums and analyses all tables. */
record OptimizeDatabase() {}

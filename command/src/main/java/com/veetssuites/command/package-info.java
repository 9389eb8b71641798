/** The command line of VeetsSuites: launcher, exit codes, progress. */
@NullMarked
package com.veetssuites.command;

import org.jspecify.annotations.NullMarked;

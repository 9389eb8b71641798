/** Tests of the command line: what is typed, what is answered, and the exit code. */
@NullMarked
package com.veetssuites.command;

import org.jspecify.annotations.NullMarked;

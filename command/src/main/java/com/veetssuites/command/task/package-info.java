/** {@code veets tasks}: what runs, waits and has failed, and what a person decides about it. */
@NullMarked
package com.veetssuites.command.task;

import org.jspecify.annotations.NullMarked;

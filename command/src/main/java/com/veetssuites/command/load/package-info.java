/** {@code veets load-test}: checks what is asked for, and runs it in a process of its own. */
@NullMarked
package com.veetssuites.command.load;

import org.jspecify.annotations.NullMarked;

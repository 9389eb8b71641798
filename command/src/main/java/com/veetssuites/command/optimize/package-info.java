/** {@code veets optimize-database}: indexes, costly statements, vacuum. */
@NullMarked
package com.veetssuites.command.optimize;

import org.jspecify.annotations.NullMarked;

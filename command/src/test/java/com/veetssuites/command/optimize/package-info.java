@NullMarked
package com.veetssuites.command.optimize;

import org.jspecify.annotations.NullMarked;

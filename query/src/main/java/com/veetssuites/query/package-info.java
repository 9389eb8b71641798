/** What the statements of an application cost, who runs them, and how to run fewer. */
@NullMarked
package com.veetssuites.query;

import org.jspecify.annotations.NullMarked;

/** The application: composition of the domains, and the commands that serve it. */
@NullMarked
package com.veetssuites.platform;

import org.jspecify.annotations.NullMarked;

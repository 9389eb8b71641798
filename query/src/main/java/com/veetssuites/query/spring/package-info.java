/** Scopes around the requests and methods of a Spring application. */
@NullMarked
package com.veetssuites.query.spring;

import org.jspecify.annotations.NullMarked;

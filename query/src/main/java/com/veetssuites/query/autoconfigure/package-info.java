/** Puts the query module together in a Spring Boot application. */
@NullMarked
package com.veetssuites.query.autoconfigure;

import org.jspecify.annotations.NullMarked;

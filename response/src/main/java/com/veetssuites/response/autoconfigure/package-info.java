/** Puts the response cache in front of a Spring Boot application that has a cache. */
@NullMarked
package com.veetssuites.response.autoconfigure;

import org.jspecify.annotations.NullMarked;

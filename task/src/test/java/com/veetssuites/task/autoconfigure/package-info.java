/** The tasks as a Spring Boot application gets them. */
@NullMarked
package com.veetssuites.task.autoconfigure;

import org.jspecify.annotations.NullMarked;

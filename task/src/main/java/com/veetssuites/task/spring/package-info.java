/** Where handlers are found, and where a worker begins and ends with its application. */
@NullMarked
package com.veetssuites.task.spring;

import org.jspecify.annotations.NullMarked;

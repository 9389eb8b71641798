/**
 * The cache behind the annotations of Spring, right also where Spring's own way of filling is not.
 */
@NullMarked
package com.veetssuites.cache.spring;

import org.jspecify.annotations.NullMarked;

/** What an application sees of the annotations of Spring over the cache. */
@NullMarked
package com.veetssuites.cache.spring;

import org.jspecify.annotations.NullMarked;

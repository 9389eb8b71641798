/** The course list as a newcomer to Hibernate writes it, with and without a fetch plan. */
@NullMarked
package com.veetssuites.benchmarks.naive;

import org.jspecify.annotations.NullMarked;

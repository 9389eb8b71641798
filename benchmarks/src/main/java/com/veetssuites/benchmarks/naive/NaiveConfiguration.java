package com.veetssuites.benchmarks.naive;

import com.veetssuites.platform.VeetsSuites;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the benchmark adds to the platform: its own entities over the same tables. */
@Configuration(proxyBeanMethods = false)
@EntityScan(basePackageClasses = {VeetsSuites.class, NaiveConfiguration.class})
@Import(NaiveCourses.class)
public class NaiveConfiguration {}

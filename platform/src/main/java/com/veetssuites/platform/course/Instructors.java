package com.veetssuites.platform.course;

import org.springframework.data.repository.CrudRepository;

/** All users, as whom they are known when they teach. */
interface Instructors extends CrudRepository<Instructor, Long> {}

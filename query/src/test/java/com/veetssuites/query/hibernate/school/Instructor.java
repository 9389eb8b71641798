package com.veetssuites.query.hibernate.school;

import jakarta.persistence.Entity;
import jakarta.persistence.OneToMany;
import java.util.ArrayList;
import java.util.List;

/** Who teaches. */
@Entity
public class Instructor extends Person {
  @OneToMany(mappedBy = "instructor")
  public List<Course> courses = new ArrayList<>();
}

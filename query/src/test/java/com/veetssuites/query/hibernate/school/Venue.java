package com.veetssuites.query.hibernate.school;

import jakarta.persistence.Embeddable;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;

/** Where a course is held. */
@Embeddable
public class Venue {
  public String city;

  @ManyToOne(fetch = FetchType.LAZY)
  public Room room;
}

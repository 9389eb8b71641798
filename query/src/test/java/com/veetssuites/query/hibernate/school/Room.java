package com.veetssuites.query.hibernate.school;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Where people meet. */
@Entity
@Table(name = "rooms")
public class Room {
  @Id @GeneratedValue public Long id;
  public String name;
}

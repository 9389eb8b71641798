package foreign.library;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** Somebody who writes. */
@Entity
class Author {

  @Id @GeneratedValue private long id;

  private String name = "";

  Author() {}

  Author(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  long id() {
    return id;
  }
}

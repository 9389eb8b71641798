package foreign.library;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** A book of the library. */
@Entity
class Book {

  @Id @GeneratedValue private long id;

  private String title = "";

  long id() {
    return id;
  }

  String title() {
    return title;
  }

  void rename(String title) {
    this.title = title;
  }
}

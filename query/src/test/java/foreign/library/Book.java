package foreign.library;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

/** A book, whose author is read when it is asked for. */
@Entity
class Book {

  @Id @GeneratedValue private long id;

  private String title = "";

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  private Author author;

  Book() {}

  Book(String title, Author author) {
    this.title = title;
    this.author = author;
  }

  String line() {
    return title + " by " + author.name();
  }
}

package foreign.library;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Books with their authors: as a newcomer to Hibernate reads them, and with a plan. */
@RestController
@RequestMapping("/books")
@Transactional
class BookController {

  private final Books books;
  private final EntityManager entities;

  BookController(Books books, EntityManager entities) {
    this.books = books;
    this.entities = entities;
  }

  @PostMapping
  public void fill(@RequestParam int count) {
    for (int i = 0; i < count; i++) {
      Author author = new Author("Author " + i);
      entities.persist(author);
      entities.persist(new Book("Book " + i, author));
    }
  }

  @GetMapping
  public List<String> lazily() {
    return books.lazily().stream().map(Book::line).toList();
  }

  @GetMapping("/planned")
  public List<String> planned() {
    return books.planned().stream().map(Book::line).toList();
  }

  @GetMapping("/one-by-one")
  public List<String> oneByOne(@RequestParam int count) {
    List<Long> ids = entities.createQuery("SELECT a.id FROM Author a", Long.class).getResultList();
    return IntStream.range(0, count)
        .mapToObj(i -> entities.find(Author.class, ids.get(i)).name())
        .toList();
  }
}

package foreign.library;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Books over HTTP: read from the cache, written by JPA and by hand. */
@RestController
@RequestMapping("/books")
@Transactional
class BookController {

  private final Shelf shelf;
  private final Books books;
  private final JdbcClient jdbc;

  BookController(Shelf shelf, Books books, JdbcClient jdbc) {
    this.shelf = shelf;
    this.books = books;
    this.jdbc = jdbc;
  }

  @GetMapping("/{id}")
  public Shelf.Shown show(@PathVariable long id) {
    return shelf.show(id);
  }

  @PostMapping
  public long add(@RequestParam String title) {
    Book book = new Book();
    book.rename(title);
    return books.save(book).id();
  }

  @PutMapping("/{id}")
  public void rename(@PathVariable long id, @RequestParam String title) {
    books.findById(id).orElseThrow().rename(title);
  }

  @PutMapping("/{id}/by-hand")
  public void renameByHand(@PathVariable long id, @RequestParam String title) {
    jdbc.sql("UPDATE book SET title = :title WHERE id = :id")
        .param("title", title)
        .param("id", id)
        .update();
  }

  @PutMapping("/{id}/in-vain")
  public void renameInVain(@PathVariable long id, @RequestParam String title) {
    renameByHand(id, title);
    throw new IllegalStateException("broken on purpose");
  }
}

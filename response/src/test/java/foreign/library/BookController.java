package foreign.library;

import com.veetssuites.response.CachedView;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Books over HTTP. One annotation is all that is of the response cache. */
@RestController
@RequestMapping("/books")
class BookController {

  record Book(long id, String title) {}

  private final JdbcClient jdbc;

  BookController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @GetMapping
  @CachedView(timeout = "10m")
  List<Book> all() {
    return jdbc.sql("SELECT id, title FROM books ORDER BY id")
        .query((row, number) -> new Book(row.getLong(1), row.getString(2)))
        .list();
  }

  @GetMapping("/{id}")
  @CachedView(timeout = "10m")
  Book one(@PathVariable long id) {
    return jdbc.sql("SELECT id, title FROM books WHERE id = ?")
        .param(id)
        .query(Book.class)
        .single();
  }

  @PutMapping("/{id}")
  void rename(@PathVariable long id, @RequestParam String title) {
    jdbc.sql("UPDATE books SET title = ? WHERE id = ?").param(title).param(id).update();
  }
}

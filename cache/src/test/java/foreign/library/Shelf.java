package foreign.library;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** What the library shows of its books. Nothing here, or anywhere, says when that is over. */
@Service
class Shelf {

  record Shown(String title, int load) {}

  private final Books books;
  private final AtomicInteger loads = new AtomicInteger();

  Shelf(Books books) {
    this.books = books;
  }

  @Cacheable("books")
  public Shown show(long id) {
    return new Shown(books.findById(id).orElseThrow().title(), loads.incrementAndGet());
  }
}

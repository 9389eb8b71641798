package foreign.library;

import java.util.NoSuchElementException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tells of books. */
@RestController
class BookController {

  private final Catalogue catalogue;

  BookController(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @GetMapping("/books/{isbn}")
  String book(@PathVariable String isbn) {
    return catalogue.title(isbn);
  }

  @ExceptionHandler(NoSuchElementException.class)
  @ResponseStatus(HttpStatus.NOT_FOUND)
  void missing() {}
}

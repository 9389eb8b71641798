package foreign.library;

import io.micrometer.core.annotation.Timed;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Service;

/** The books that there are. */
@Service
public class Catalogue {

  @Timed
  public String title(String isbn) {
    if (isbn.equals("0")) {
      throw new NoSuchElementException("There is no such book.");
    }
    return "The book " + isbn;
  }
}

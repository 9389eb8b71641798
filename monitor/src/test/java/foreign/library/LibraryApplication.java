package foreign.library;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The library, as its team would start it. */
@SpringBootApplication
public class LibraryApplication {

  public static void main(String... arguments) {
    SpringApplication.run(LibraryApplication.class, arguments);
  }
}

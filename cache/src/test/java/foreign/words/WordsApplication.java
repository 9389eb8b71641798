package foreign.words;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Words with their number of letters, and how often that was counted. No database. */
@SpringBootApplication
@RestController
public class WordsApplication {

  private final AtomicInteger counts = new AtomicInteger();

  public static void main(String... arguments) {
    SpringApplication.run(WordsApplication.class, arguments);
  }

  @GetMapping("/words/{word}")
  @Cacheable("words")
  public String count(@PathVariable String word) {
    return word.length() + " letters, counted for the " + counts.incrementAndGet() + ". time";
  }
}

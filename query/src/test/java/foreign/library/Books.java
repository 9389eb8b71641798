package foreign.library;

import com.veetssuites.query.FetchPlan;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface Books extends JpaRepository<Book, Long> {

  @Query("SELECT b FROM Book b WHERE b.title LIKE 'Book%'")
  List<Book> lazily();

  @FetchPlan(join = "author")
  @Query("SELECT b FROM Book b WHERE b.title LIKE 'Book%'")
  List<Book> planned();
}

package foreign.library;

import com.veetssuites.task.TaskId;
import com.veetssuites.task.Tasks;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lends a book and has a reminder sent, both or neither. */
@RestController
@Transactional
class LoanController {

  private final JdbcClient jdbc;
  private final Tasks tasks;

  LoanController(JdbcClient jdbc, Tasks tasks) {
    this.jdbc = jdbc;
    this.tasks = tasks;
  }

  @PostMapping("/loans")
  public String lend(@RequestParam String to, @RequestParam(defaultValue = "false") boolean fail) {
    jdbc.sql("INSERT INTO loans (reader) VALUES (?)").param(to).update();
    TaskId id = tasks.enqueue(new SendReminder(to));
    if (fail) {
      throw new IllegalStateException("broken on purpose");
    }
    return id.toString();
  }
}

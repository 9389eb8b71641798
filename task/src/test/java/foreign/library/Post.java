package foreign.library;

import com.veetssuites.task.TaskHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sends what is to be sent: here into a table. */
@Component
class Post {

  private final JdbcClient jdbc;

  Post(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @TaskHandler
  void send(SendReminder reminder) {
    jdbc.sql("INSERT INTO letters (recipient) VALUES (?)").param(reminder.to()).update();
  }
}

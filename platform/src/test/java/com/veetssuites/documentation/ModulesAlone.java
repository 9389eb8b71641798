package com.veetssuites.documentation;

import com.veetssuites.cache.CachedQuery;
import com.veetssuites.query.FetchPlan;
import com.veetssuites.query.LogQueries;
import com.veetssuites.response.CachedView;
import com.veetssuites.task.TaskHandler;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.Tasks;
import java.util.List;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The examples of docs/getting-started.md for an application that is not the platform. */
final class ModulesAlone {

  private ModulesAlone() {}

  record Invoice(long id, String customer) {}

  record SendInvoice(long invoice) {}

  static class Invoices {

    @Cacheable("prices")
    public long price(long article) {
      return 100 + article;
    }

    @CachedQuery(timeout = "5m")
    public List<Invoice> overdue(int most) {
      return List.of(new Invoice(most, "customer"));
    }

    @FetchPlan(join = "customer", batch = "lines")
    List<Invoice> newest() {
      return List.of();
    }

    @LogQueries(above = 3)
    List<Invoice> all() {
      return List.of();
    }

    @CachedView(timeout = "10m")
    @GetMapping("/invoices/{id}")
    Invoice invoice(@PathVariable long id) {
      return new Invoice(id, "customer");
    }

    @TaskHandler(maxRetries = 5, backoff = "1m")
    void send(SendInvoice task) {
      price(task.invoice());
    }

    static TaskId later(Tasks tasks, long id) {
      TaskId task = tasks.enqueue(new SendInvoice(id));
      return task;
    }
  }
}

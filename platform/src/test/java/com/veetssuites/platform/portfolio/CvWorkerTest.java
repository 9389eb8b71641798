package com.veetssuites.platform.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.platform.account.Role;
import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.text.HostileDocuments;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the upload to the result, through the worker of the server. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CvWorkerTest {

  private final PlatformServer server = PlatformServer.shared();
  private final Account student = server.student();

  @Test
  void a_worker_reads_what_was_uploaded_and_its_owner_sees_the_result() throws Exception {
    PortfolioKeeper.Kept kept =
        server
            .bean(PortfolioKeeper.class)
            .keep(
                new PortfolioUpload(
                    Document.check(HostileDocuments.pdf("Ada Lovelace ada.lovelace@example.org")),
                    null),
                new Viewer(student.id(), Role.STUDENT, 1));
    Answer task = task(kept);
    while (!task.body().contains("succeeded")) {
      assertThat(task.body()).doesNotContain("dead", "cancelled");
      Thread.onSpinWait();
      task = task(kept);
    }
    assertThat(task.json().at("/result/status").asString()).isEqualTo("processed");
    Answer mine = student.client().get("/api/portfolio/").expect(200);
    assertThat(mine.json().get("status").asString()).isEqualTo("processed");
    assertThat(mine.json().at("/parsed_content/email").asString())
        .isEqualTo("ada.lovelace@example.org");
  }

  private Answer task(PortfolioKeeper.Kept kept) {
    return student.client().get("/api/tasks/" + kept.task() + "/").expect(200);
  }
}

package com.veetssuites.platform.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.notification.NotificationMailer.MailDeferred;
import com.veetssuites.platform.notification.NotificationMailer.Notified;
import com.veetssuites.task.Outcome;
import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskId;
import com.veetssuites.testing.MutableClock;
import com.veetssuites.testing.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Invariant: for one key the server takes a mail at most once, whoever tries, dies and tries again;
 * and unless somebody died between the end of the message and the answer, exactly once.
 */
@Timeout(120)
class NotificationMailerTest {

  private final PlatformServer server = PlatformServer.shared();
  private final MutableClock clock = MutableClock.at(Instant.parse("2026-11-23T10:00:00Z"));
  private final ScriptedSmtp smtp = new ScriptedSmtp();
  private final MailProperties settings = TestMail.settings(smtp.port());
  private final SmtpRelay relay = TestMail.relay(settings);
  private final NotificationMailer mailer = mailer(relay);
  private final String key = UUID.randomUUID().toString();

  @AfterEach
  void close() {
    relay.close();
    smtp.close();
  }

  private NotificationMailer mailer(MailTransport transport) {
    return new NotificationMailer(
        transport,
        new NotificationLedger(server.database(), clock),
        server.bean(Readers.class),
        TestMail.composer(),
        settings);
  }

  private static TaskContext context(String key) {
    return TaskContext.detached(new TaskId(UUID.randomUUID()), key);
  }

  private static SendNotificationEmail mail(String email) {
    return new SendNotificationEmail(email, "Hello", "A message", "notification");
  }

  private Outcome<Notified> send(String email) throws InterruptedException {
    return mailer.send(mail(email), context(key));
  }

  private String status() {
    return status(key);
  }

  private String status(String key) {
    return server
        .database()
        .sql("SELECT status FROM notifications WHERE idempotency_key = :key")
        .param("key", key)
        .query(String.class)
        .single();
  }

  private String error() {
    return server
        .database()
        .sql("SELECT error FROM notifications WHERE idempotency_key = :key")
        .param("key", key)
        .query(String.class)
        .single();
  }

  private static final Outcome<Notified> SENT = Outcome.done(new Notified("sent", null));

  @Test
  void a_mail_is_sent_once_for_its_key() throws Exception {
    assertThat(send("somebody@example.org")).isEqualTo(SENT);
    assertThat(send("somebody@example.org")).isEqualTo(SENT);
    assertThat(smtp.taken()).hasSize(1);
    assertThat(status()).isEqualTo("sent");
  }

  @Test
  void without_a_key_the_task_is_the_key() throws Exception {
    var task = new TaskId(UUID.randomUUID());
    mailer.send(mail("somebody@example.org"), TaskContext.detached(task, null));
    mailer.send(mail("somebody@example.org"), TaskContext.detached(task, null));
    assertThat(smtp.taken()).hasSize(1);
    assertThat(status("task:" + task)).isEqualTo("sent");
  }

  @Test
  void what_may_change_is_tried_again_and_what_will_not_is_not() throws Exception {
    smtp.next("RCPT", "450 4.2.0 greylisted");
    assertThatThrownBy(() -> send("somebody@example.org"))
        .isInstanceOf(MailDeferred.class)
        .hasMessage("450 4.2.0 greylisted");
    assertThat(status()).isEqualTo("queued");
    smtp.next("RCPT", "550 5.1.1 <Somebody@example.org>: no such user");
    assertThatThrownBy(() -> send("somebody@example.org"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage("The mail was refused: 550 5.1.1 <s…@example.org>: no such user");
    assertThat(status()).isEqualTo("failed");
    assertThat(error()).isEqualTo("550 5.1.1 <Somebody@example.org>: no such user");
    // Whoever replays the dead task wants it sent.
    assertThat(send("somebody@example.org")).isEqualTo(SENT);
    assertThat(smtp.taken()).hasSize(1);
  }

  @Test
  void a_refused_sender_is_tried_again_slowly() throws Exception {
    smtp.next("MAIL", "553 5.7.1 not your sender");
    assertThat(send("somebody@example.org"))
        .isEqualTo(Outcome.retry(Duration.ofMinutes(15), "553 5.7.1 not your sender"));
    assertThat(status()).isEqualTo("queued");
  }

  @Test
  void a_mail_that_was_lost_after_its_end_is_never_sent_again() throws Exception {
    smtp.next("END", ScriptedSmtp.DROP);
    assertThatThrownBy(() -> send("somebody@example.org"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("may have been taken");
    assertThat(status()).isEqualTo("uncertain");
    assertThatThrownBy(() -> send("somebody@example.org")).isInstanceOf(PermanentFailure.class);
    assertThat(smtp.heard().stream().filter("DATA"::equals)).hasSize(1);
  }

  @Test
  void a_worker_that_died_before_the_end_is_replaced_and_one_that_died_after_it_is_not()
      throws Exception {
    var ledger = new NotificationLedger(server.database(), clock);
    var entry = new NotificationLedger.Entry(null, "somebody@example.org", "alert", "Hello");
    Duration minute = Duration.ofMinutes(1);

    var first = (NotificationLedger.Claim.Granted) ledger.claim(key, entry, minute);
    assertThat(send("somebody@example.org")).isEqualTo(Outcome.snooze(minute));
    clock.pass(minute);
    assertThat(send("somebody@example.org")).isEqualTo(SENT);
    assertThat(ledger.handOver(first.token(), minute)).isFalse();

    String other = UUID.randomUUID().toString();
    var second = (NotificationLedger.Claim.Granted) ledger.claim(other, entry, minute);
    assertThat(ledger.handOver(second.token(), minute)).isTrue();
    assertThat(mailer.send(mail("somebody@example.org"), context(other)))
        .isEqualTo(Outcome.snooze(minute));
    clock.pass(minute);
    assertThatThrownBy(() -> mailer.send(mail("somebody@example.org"), context(other)))
        .isInstanceOf(PermanentFailure.class);
    assertThat(status(other)).isEqualTo("uncertain");
    // It was only slow: it knows the answer, and nobody else does.
    ledger.sent(second.token());
    assertThat(status(other)).isEqualTo("sent");
    assertThat(smtp.taken()).hasSize(1);
  }

  @Test
  void inactive_and_unsubscribed_users_and_suppressed_addresses_get_nothing() throws Exception {
    Account inactive = server.student();
    Account unsubscribed = server.student();
    server
        .database()
        .sql("UPDATE users SET is_active = false WHERE id = :id")
        .param("id", inactive.id())
        .update();
    unsubscribed
        .client()
        .patch("/api/users/profile/", Map.of("email_notifications", false), "If-Match", "*")
        .expect(200);
    String stranger = "stranger" + UUID.randomUUID() + "@example.org";
    Readers readers = server.bean(Readers.class);
    UnsubscribeLinks links = server.bean(UnsubscribeLinks.class);
    String url = readers.ofAddress(MailAddress.parse(stranger)).unsubscribeUrl();
    readers.unsubscribe(links.reader(url.replaceFirst(".*token=", "")).orElseThrow());

    Map<String, String> reasons = new HashMap<>();
    for (String email :
        List.of(
            inactive.email().toUpperCase(java.util.Locale.ROOT), unsubscribed.email(), stranger)) {
      String each = UUID.randomUUID().toString();
      var outcome = (Outcome.Done<Notified>) mailer.send(mail(email), context(each));
      assertThat(outcome.result().status()).isEqualTo("skipped");
      assertThat(status(each)).isEqualTo("skipped");
      reasons.put(email, String.valueOf(outcome.result().reason()));
    }
    assertThat(reasons.values())
        .containsExactlyInAnyOrder(
            "The user is inactive.",
            "The user has unsubscribed.",
            "The address is on the list of those who want no mail.");
    assertThat(smtp.connections()).isZero();
  }

  @Test
  void bad_input_is_a_permanent_failure_with_a_sentence() {
    for (SendNotificationEmail bad :
        List.of(
            new SendNotificationEmail("ada@example.org", "Hi", "x", "no such template"),
            new SendNotificationEmail("ada@example.org\r\nBcc: x@y.org", "Hi", "x", "alert"),
            new SendNotificationEmail("ada@example.org", " \r\n ", "x", "alert"))) {
      assertThatThrownBy(() -> mailer.send(bad, context(key)))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageEndingWith(".");
    }
    assertThat(smtp.connections()).isZero();
  }

  @Test
  void two_workers_with_one_key_send_one_mail() throws Exception {
    for (int round = 0; round < 20; round++) {
      String each = UUID.randomUUID().toString();
      List<Outcome<Notified>> outcomes =
          Together.times(4, () -> mailer.send(mail("somebody@example.org"), context(each)));
      assertThat(outcomes).contains(SENT);
      assertThat(smtp.taken()).hasSize(round + 1);
    }
  }

  /** A worker that is killed: nothing is tidied up. */
  private static final class Killed extends Error {}

  /** Counts what is taken, and kills some of those who send. */
  private static final class DeadlyTransport implements MailTransport {
    private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final Map<String, Boolean> diedAfterEnd = new ConcurrentHashMap<>();
    private final Random random;

    DeadlyTransport(long seed) {
      random = new Random(seed);
    }

    @Override
    public Delivery deliver(Parcel parcel, HandOver handOver) {
      int fate;
      synchronized (random) {
        fate = random.nextInt(10);
      }
      if (fate == 0) {
        throw new Killed();
      }
      if (fate == 1) {
        return new Delivery.Deferred("450 later");
      }
      if (!handOver.granted()) {
        return new Delivery.Overtaken();
      }
      if (fate == 2) {
        diedAfterEnd.put(parcel.key(), true);
        throw new Killed(); // the end may have been sent or not
      }
      if (fate == 3) {
        return new Delivery.Deferred("421 after the end");
      }
      taken.computeIfAbsent(parcel.key(), any -> new AtomicInteger()).incrementAndGet();
      if (fate == 4) {
        diedAfterEnd.put(parcel.key(), true);
        throw new Killed();
      }
      return new Delivery.Delivered();
    }
  }

  @Test
  void whoever_dies_whenever_no_key_is_sent_twice() throws Exception {
    long seed = Long.getLong("veets.seed", System.nanoTime());
    var transport = new DeadlyTransport(seed);
    NotificationMailer deadly = mailer(transport);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      keys.add("seeded:" + seed + ":" + i);
    }
    for (int round = 0; round < 12; round++) {
      List<Callable<Boolean>> workers = new ArrayList<>();
      for (int worker = 0; worker < 6; worker++) {
        var random = new Random(seed + round * 31L + worker);
        workers.add(() -> {
          for (int i = 0; i < 15; i++) {
            try {
              deadly.send(
                  mail("somebody@example.org"), context(keys.get(random.nextInt(keys.size()))));
            } catch (Killed | MailDeferred | PermanentFailure e) {
              // tried again by whoever comes next
            }
            if (random.nextInt(20) == 0) {
              clock.pass(Duration.ofMinutes(3)); // claims run out under those who hold them
            }
          }
          return true;
        });
      }
      Together.all(workers);
      clock.pass(Duration.ofMinutes(10));
    }
    int uncertain = 0;
    for (String each : keys) {
      int taken = transport.taken.getOrDefault(each, new AtomicInteger()).get();
      String status = status(each);
      assertThat(taken).as("veets.seed=%d %s", seed, each).isLessThanOrEqualTo(1);
      if (!transport.diedAfterEnd.containsKey(each) && status.equals("sent")) {
        assertThat(taken).as("veets.seed=%d %s", seed, each).isEqualTo(1);
      }
      if (status.equals("uncertain")) {
        uncertain++;
        assertThat(transport.diedAfterEnd).as("veets.seed=" + seed).containsKey(each);
      } else {
        assertThat(status).as("veets.seed=" + seed).isIn("sent", "queued", "sending");
      }
    }
    System.out.printf("%d of %d uncertain, veets.seed=%d%n", uncertain, keys.size(), seed);
  }
}

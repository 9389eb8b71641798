package com.veetssuites.platform.notification;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.notification.MailProperties.Tls;
import com.veetssuites.testing.Together;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a server does to a mail, and what is known afterwards. Invariant: a mail is called lost only
 * when its end was sent and not answered; before that, it can be sent again.
 */
@Timeout(60)
class SmtpRelayTest {

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private ScriptedSmtp server() {
    var server = new ScriptedSmtp();
    open.add(server);
    return server;
  }

  private SmtpRelay relay(MailProperties settings) {
    SmtpRelay relay = TestMail.relay(settings);
    open.add(relay);
    return relay;
  }

  private static Delivery send(SmtpRelay relay) throws Exception {
    return relay.deliver(TestMail.parcel("key"), () -> true);
  }

  @Test
  void a_mail_is_taken() throws Exception {
    ScriptedSmtp server = server();
    assertThat(send(relay(TestMail.settings(server.port()))))
        .isInstanceOf(Delivery.Delivered.class);
    assertThat(server.taken()).hasSize(1);
    assertThat(server.heard())
        .contains("EHLO veets.example", "MAIL FROM:<no-reply@veets.example>")
        .contains("RCPT TO:<ada@example.org>");
  }

  @Test
  void one_connection_serves_one_mail_after_the_other() throws Exception {
    ScriptedSmtp server = server();
    SmtpRelay relay = relay(TestMail.settings(server.port()));
    for (int i = 0; i < 50; i++) {
      assertThat(send(relay)).isInstanceOf(Delivery.Delivered.class);
    }
    assertThat(server.taken()).hasSize(50);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void many_at_once_share_a_bounded_number_of_connections() throws Exception {
    ScriptedSmtp server = server();
    SmtpRelay relay = relay(TestMail.settings(server.port()));
    List<Delivery> deliveries =
        Together.times(
            24,
            () -> {
              send(relay);
              return send(relay);
            });
    assertThat(deliveries).allMatch(delivery -> delivery instanceof Delivery.Delivered);
    assertThat(server.taken()).hasSize(48);
    assertThat(server.connections()).isBetween(1, 3);
    assertThat(server.mostOpenAtOnce()).isLessThanOrEqualTo(3);
  }

  @Test
  void a_connection_that_the_server_has_closed_meanwhile_is_replaced() throws Exception {
    ScriptedSmtp server = server();
    SmtpRelay relay = relay(TestMail.settings(server.port()));
    send(relay);
    server.closeConnections();
    assertThat(send(relay)).isInstanceOf(Delivery.Delivered.class);
    assertThat(server.taken()).hasSize(2);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void answers_that_may_change_defer_and_those_that_will_not_reject() throws Exception {
    ScriptedSmtp server = server();
    SmtpRelay relay = relay(TestMail.settings(server.port()));
    server.next("RCPT", "450 4.2.1 busy");
    assertThat(send(relay)).isEqualTo(new Delivery.Deferred("450 4.2.1 busy"));
    server.next("RCPT", "550 5.1.1 no such user");
    assertThat(send(relay)).isEqualTo(new Delivery.Rejected("550 5.1.1 no such user"));
    server.next("MAIL", "421 4.3.2 going down");
    assertThat(send(relay)).isEqualTo(new Delivery.Deferred("421 4.3.2 going down"));
    server.next("MAIL", "550 5.7.1 not your sender");
    assertThat(send(relay)).isEqualTo(new Delivery.Misconfigured("550 5.7.1 not your sender"));
    server.next("RCPT", "530 5.7.0 log in first");
    assertThat(send(relay)).isEqualTo(new Delivery.Misconfigured("530 5.7.0 log in first"));
    server.next("DATA", "451 4.3.0 later");
    assertThat(send(relay)).isEqualTo(new Delivery.Deferred("451 4.3.0 later"));
    server.next("END", "451 4.3.0 no space");
    assertThat(send(relay)).isEqualTo(new Delivery.Deferred("451 4.3.0 no space"));
    server.next("END", "421 4.3.2 going down");
    assertThat(send(relay)).isEqualTo(new Delivery.Deferred("421 4.3.2 going down"));
    server.next("END", "554 5.7.1 spam");
    assertThat(send(relay)).isEqualTo(new Delivery.Rejected("554 5.7.1 spam"));
    assertThat(server.taken()).isEmpty();
    assertThat(send(relay)).isInstanceOf(Delivery.Delivered.class);
    assertThat(server.taken()).hasSize(1);
  }

  @Test
  void a_refused_recipient_costs_no_connection() throws Exception {
    ScriptedSmtp server = server();
    SmtpRelay relay = relay(TestMail.settings(server.port()));
    for (int i = 0; i < 10; i++) {
      server.next("RCPT", "550 no such user");
      send(relay);
    }
    send(relay);
    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.taken()).hasSize(1);
  }

  @Test
  void a_server_that_greets_with_421_or_is_not_there_defers() throws Exception {
    ScriptedSmtp server = server().always("GREETING", "421 too many connections");
    assertThat(send(relay(TestMail.settings(server.port()))))
        .isInstanceOfSatisfying(
            Delivery.Deferred.class, deferred -> assertThat(deferred.reason()).contains("421"));
    int port = server.port();
    server.close();
    assertThat(send(relay(TestMail.settings(port)))).isInstanceOf(Delivery.Deferred.class);
  }

  @Test
  void a_server_that_hangs_before_the_end_defers_after_the_time_out() throws Exception {
    for (String command : List.of("GREETING", "MAIL", "RCPT", "DATA")) {
      ScriptedSmtp server = server().always(command, ScriptedSmtp.HANG);
      SmtpRelay relay =
          relay(TestMail.impatient(server.port(), TestMail.SHORT, Duration.ofSeconds(20)));
      assertThat(send(relay)).as(command).isInstanceOf(Delivery.Deferred.class);
    }
  }

  @Test
  void a_server_that_goes_or_hangs_after_the_end_has_lost_the_mail() throws Exception {
    ScriptedSmtp server = server().next("END", ScriptedSmtp.DROP).next("END", ScriptedSmtp.HANG);
    SmtpRelay relay =
        relay(TestMail.impatient(server.port(), TestMail.SHORT, Duration.ofSeconds(20)));
    assertThat(send(relay))
        .isInstanceOfSatisfying(
            Delivery.Lost.class,
            lost -> assertThat(lost.reason()).contains("the server closed the connection"));
    assertThat(send(relay)).isInstanceOf(Delivery.Lost.class);
    assertThat(send(relay)).isInstanceOf(Delivery.Delivered.class);
  }

  @Test
  void a_server_that_drops_before_the_end_defers() throws Exception {
    ScriptedSmtp server = server();
    SmtpRelay relay = relay(TestMail.settings(server.port()));
    for (String command : List.of("GREETING", "MAIL", "RCPT", "DATA")) {
      // Also for a connection of its own, which is tried a second time.
      server.next(command, ScriptedSmtp.DROP).next(command, ScriptedSmtp.DROP);
      assertThat(send(relay)).as(command).isInstanceOf(Delivery.Deferred.class);
      server.closeConnections();
      send(relay);
    }
    assertThat(server.heard().stream().filter("."::equals)).isEmpty();
  }

  @Test
  void the_time_for_a_mail_has_an_end_also_with_a_server_that_talks_for_ever() throws Exception {
    for (String command : List.of("MAIL", "END")) {
      ScriptedSmtp server = server().always(command, ScriptedSmtp.TRICKLE);
      SmtpRelay relay =
          relay(TestMail.impatient(server.port(), Duration.ofSeconds(20), TestMail.SHORT));
      long start = System.nanoTime();
      Delivery delivery = send(relay);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      assertThat(delivery)
          .isInstanceOf(command.equals("END") ? Delivery.Lost.class : Delivery.Deferred.class);
    }
  }

  @Test
  void a_mail_that_is_not_granted_is_kept_back_and_its_end_never_sent() throws Exception {
    ScriptedSmtp server = server();
    SmtpRelay relay = relay(TestMail.settings(server.port()));
    assertThat(relay.deliver(TestMail.parcel("key"), () -> false))
        .isInstanceOf(Delivery.Overtaken.class);
    assertThat(
            relay.deliver(
                TestMail.parcel("key"),
                () -> {
                  throw new IllegalStateException("no database");
                }))
        .isInstanceOf(Delivery.Deferred.class);
    assertThat(server.taken()).isEmpty();
    assertThat(send(relay)).isInstanceOf(Delivery.Delivered.class);
  }

  @Test
  void an_interrupt_ends_the_sending_before_the_end_and_waits_for_the_answer_after_it()
      throws Exception {
    ScriptedSmtp hanging = server().always("RCPT", ScriptedSmtp.HANG);
    SmtpRelay relay = relay(TestMail.settings(hanging.port()));
    var before = new FutureTask<>(() -> send(relay));
    Thread sender = Thread.ofPlatform().start(before);
    hanging.await("RCPT");
    sender.interrupt();
    assertThatThrownBy(before::get).hasCauseInstanceOf(InterruptedException.class);

    ScriptedSmtp server = server();
    SmtpRelay second = relay(TestMail.settings(server.port()));
    var thread = new Thread[1];
    var after =
        new FutureTask<>(() -> {
          Delivery delivery =
              second.deliver(
                  TestMail.parcel("key"),
                  () -> {
                    thread[0].interrupt();
                    return true;
                  });
          return List.of(delivery, Thread.interrupted());
        });
    thread[0] = Thread.ofPlatform().unstarted(after);
    thread[0].start();
    try {
      assertThat(after.get()).isEqualTo(List.of(new Delivery.Delivered(), true));
    } catch (java.util.concurrent.ExecutionException e) {
      // The interrupt was seen before the end was sent, and then it was not.
      assertThat(e).hasCauseInstanceOf(InterruptedException.class);
      assertThat(server.taken()).isEmpty();
    }
  }

  @Test
  void a_refused_log_in_is_told_and_not_repeated_for_each_mail() throws Exception {
    ScriptedSmtp server = server().always("AUTH", "535 5.7.8 wrong");
    SmtpRelay relay =
        relay(TestMail.settings(server.port(), Tls.NONE, "veets", "a secret password"));
    for (int i = 0; i < 5; i++) {
      assertThat(send(relay))
          .isInstanceOfSatisfying(
              Delivery.Misconfigured.class,
              misconfigured ->
                  assertThat(misconfigured.reason())
                      .contains("535 5.7.8")
                      .doesNotContain("a secret password"));
    }
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void starttls_encrypts_and_a_server_without_it_gets_nothing(@TempDir Path folder)
      throws Exception {
    TestCertificate certificate = TestCertificate.of("ip:127.0.0.1", folder);
    var server = new ScriptedSmtp(certificate.sockets());
    open.add(server);
    MailProperties settings = TestMail.settings(server.port(), Tls.STARTTLS, "veets", "password");
    SmtpRelay relay = TestMail.relay(settings, certificate.sockets());
    open.add(relay);
    assertThat(send(relay)).isInstanceOf(Delivery.Delivered.class);
    assertThat(server.heard()).containsSubsequence("STARTTLS", "EHLO veets.example");

    ScriptedSmtp plain = server();
    Delivery refused =
        send(relay(TestMail.settings(plain.port(), Tls.STARTTLS, "veets", "password")));
    assertThat(refused)
        .isInstanceOfSatisfying(
            Delivery.Deferred.class,
            deferred -> assertThat(deferred.reason()).contains("STARTTLS"));
    assertThat(plain.heard()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
  }

  @Test
  void a_certificate_that_is_not_trusted_or_for_another_host_gets_nothing(@TempDir Path folder)
      throws Exception {
    TestCertificate elsewhere = TestCertificate.of("dns:other.example", folder);
    var server = new ScriptedSmtp(elsewhere.sockets());
    open.add(server);
    MailProperties settings = TestMail.settings(server.port(), Tls.STARTTLS, "", "");
    for (SmtpRelay relay :
        List.of(TestMail.relay(settings), TestMail.relay(settings, elsewhere.sockets()))) {
      open.add(relay);
      assertThat(send(relay)).isInstanceOf(Delivery.Deferred.class);
    }
    assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL"));
  }

  @Test
  void idle_connections_are_closed_and_those_in_use_are_not() throws Exception {
    ScriptedSmtp server = server();
    var nanos = new AtomicInteger();
    MailProperties settings = TestMail.settings(server.port());
    var connections =
        new SmtpConnections(
            new SmtpSession(settings, null)::get,
            settings,
            () -> Duration.ofSeconds(nanos.get()).toNanos());
    open.add(connections);
    SmtpConnection first = requireNonNull(connections.take(false, TestMail.SHORT));
    connections.giveBack(first);
    nanos.set(29);
    SmtpConnection again = connections.take(false, TestMail.SHORT);
    assertThat(again).isSameAs(first);
    connections.giveBack(first);
    nanos.set(100);
    SmtpConnection second = requireNonNull(connections.take(false, TestMail.SHORT));
    assertThat(second).isNotSameAs(first);
    connections.giveBack(second);
    List<Callable<Boolean>> takers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      takers.add(() -> connections.take(false, TestMail.SHORT) != null);
    }
    assertThat(Together.all(takers)).containsOnlyOnce(false);
  }
}

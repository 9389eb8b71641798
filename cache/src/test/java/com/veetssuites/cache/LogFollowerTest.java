package com.veetssuites.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers of a shared log that arrive in another order than they were given in. */
@Timeout(30)
class LogFollowerTest {

  private static final long TAG = 42;

  @Test
  void an_answer_of_an_ended_epoch_does_not_take_the_node_back() throws Exception {
    var log = new RestartedLog();
    try (Ticks ticks = Ticks.system();
        var follower = new LogFollower(log, ticks, Duration.ofHours(1))) {
      assertThat(follower.sync()).isTrue();
      Position old = follower.applied();
      assertThat(follower.valid(old, new long[] {TAG})).isTrue();

      // Asked first, answered last; and an answer of the epoch between that arrives after it.
      log.restart();
      log.appends.hold();
      CompletableFuture<?> invalidation =
          CompletableFuture.runAsync(
              () -> follower.invalidate(new long[] {TAG}), Thread::startVirtualThread);
      log.appends.reached.await();
      log.reads.hold();
      CompletableFuture<Boolean> slow =
          CompletableFuture.supplyAsync(follower::sync, Thread::startVirtualThread);
      log.reads.reached.await();
      log.restart();
      log.appends.release();
      invalidation.get();
      Position now = follower.applied();
      assertThat(now.epoch()).isEqualTo(log.epoch);
      log.reads.release();

      assertThat(slow.get()).isTrue();
      assertThat(follower.applied()).isEqualTo(now);
      assertThat(follower.valid(old, new long[] {TAG})).isFalse();
      assertThat(follower.unsent()).isZero();
    }
  }

  /** A place that a call does not pass before it may. */
  private static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean held;

    void hold() {
      held = true;
    }

    void release() {
      open.countDown();
    }

    void pass() {
      if (held) {
        held = false;
        reached.countDown();
        try {
          open.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** A log that begins anew when told to; appends wait before they happen, reads after. */
  private static final class RestartedLog implements InvalidationLog {
    private final Gate appends = new Gate();
    private final Gate reads = new Gate();
    private volatile long epoch = 1;
    private long seq;

    synchronized void restart() {
      epoch++;
      seq = 0;
    }

    @Override
    public News append(Position applied, long[] markers) {
      appends.pass();
      synchronized (this) {
        seq++;
        Position end = new Position(epoch, seq);
        return applied.equals(new Position(epoch, seq - 1))
            ? new Changes(end, List.of(new Change(seq, markers)))
            : new Snapshot(end, seq, new long[0], new long[0]);
      }
    }

    @Override
    public News read(Position applied) {
      News answer = answer(applied);
      reads.pass();
      return answer;
    }

    private synchronized News answer(Position applied) {
      Position end = new Position(epoch, seq);
      return applied.equals(end)
          ? new Changes(end, List.of())
          : new Snapshot(end, seq, new long[0], new long[0]);
    }

    @Override
    public void await(Position applied, Duration atMost) throws InterruptedException {
      Thread.sleep(atMost);
    }

    @Override
    public boolean shared() {
      return true;
    }

    @Override
    public void close() {}
  }
}

package com.veetssuites.monitor.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The live figures, sent each second to who looks (Server-Sent Events). Streams end after half an
 * hour, and a browser opens the next one with the log-in that it has then.
 */
final class LiveStream implements SmartLifecycle {

  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final Duration PACE = Duration.ofSeconds(1);

  private final LiveFigures figures;
  private final int most;
  private final Set<SseEmitter> open = ConcurrentHashMap.newKeySet();
  private volatile boolean running;

  /**
   * @param most how many look at once; one more is refused
   */
  LiveStream(LiveFigures figures, int most) {
    this.figures = figures;
    this.most = most;
  }

  /** There are as many as there may be. */
  static final class TooManyStreams extends RuntimeException {
    TooManyStreams(int most) {
      super("%d browsers follow the live figures already; close one.".formatted(most));
    }
  }

  SseEmitter open() {
    var emitter = new SseEmitter(LONGEST.toMillis());
    synchronized (open) {
      if (open.size() >= most) {
        throw new TooManyStreams(most);
      }
      open.add(emitter);
    }
    emitter.onCompletion(() -> open.remove(emitter));
    emitter.onTimeout(emitter::complete);
    emitter.onError(failure -> open.remove(emitter));
    Thread.ofVirtual().name("dashboard-live").start(() -> feed(emitter));
    return emitter;
  }

  private void feed(SseEmitter emitter) {
    try {
      while (open.contains(emitter)) {
        emitter.send(SseEmitter.event().name("figures").data(figures.now()));
        Thread.sleep(PACE);
      }
    } catch (IOException | IllegalStateException e) {
      open.remove(emitter); // nobody looks any more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void start() {
    running = true;
  }

  /** Before the server waits for its requests to end, which these never would. */
  @Override
  public void stop() {
    running = false;
    open.forEach(SseEmitter::complete);
    open.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}

package com.veetssuites.monitor;

import java.io.IOException;

/** What tells another system of an alert; it may be told of one twice, with the same key. */
public interface AlertSender {

  /**
   * @throws IOException when it was not told, with a sentence that holds no secret; it is tried
   *     again
   */
  void send(AlertEvent event) throws IOException, InterruptedException;
}

package com.veetssuites.platform.notification;

import com.veetssuites.task.PermanentFailure;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of mail. Each is two resources, {@code mail/<name>.html} and {@code .txt}. */
enum MailTemplate {
  NOTIFICATION,
  ENROLLMENT,
  PAYMENT,
  RECORDING_AVAILABLE,
  ALERT;

  /**
   * The template of that name.
   *
   * @throws PermanentFailure when there is none; it names those that exist
   */
  static MailTemplate named(String name) {
    for (MailTemplate template : values()) {
      if (template.wireName().equals(name)) {
        return template;
      }
    }
    throw new PermanentFailure(
        "There is no mail template \"%s\"; there are %s."
            .formatted(
                OneLine.of(name, 100),
                Arrays.stream(values())
                    .map(MailTemplate::wireName)
                    .collect(Collectors.joining(", "))));
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package com.veetssuites.command.load;

import com.veetssuites.command.Nearest;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What virtual users do. */
enum LoadScenario {
  /** Look at lists, search, look at courses; without an account. */
  BROWSE,
  /** Log in, find a course, enroll, upload a CV, wait until it is read. */
  STUDENT,
  /** One student to four who browse. */
  MIXED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A scenario on a command line. */
  static final class Converter implements ITypeConverter<LoadScenario> {
    @Override
    public LoadScenario convert(String text) {
      for (LoadScenario scenario : values()) {
        if (scenario.toString().equalsIgnoreCase(text)) {
          return scenario;
        }
      }
      String nearest = Nearest.to(text, names());
      throw new TypeConversionException(
          "there is no scenario \"%s\"; %s"
              .formatted(
                  text,
                  nearest == null
                      ? "choose " + names().collect(Collectors.joining(", "))
                      : "did you mean " + nearest + "?"));
    }

    private static Stream<String> names() {
      return Arrays.stream(values()).map(LoadScenario::toString);
    }
  }
}

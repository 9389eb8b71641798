package com.veetssuites.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A TCP port on a command line; 0 lets the system choose. */
public final class PortNumber implements ITypeConverter<Integer> {

  private static final int LAST = 65_535;

  @Override
  public Integer convert(String text) {
    if (text.matches("\\d{1,5}")) {
      int port = Integer.parseInt(text);
      if (port <= LAST) {
        return port;
      }
    }
    throw new TypeConversionException(
        "\"%s\" is not a port, which is a number from 0 to %d".formatted(text, LAST));
  }
}

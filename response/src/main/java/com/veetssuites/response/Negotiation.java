package com.veetssuites.response;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What a client can read (RFC 9110, 12.5). */
final class Negotiation {

  private Negotiation() {}

  /** Whether {@code gzip} is what this {@code Accept-Encoding} prefers to nothing. */
  static boolean gzip(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    if (acceptEncoding.indexOf(';') < 0) {
      return acceptEncoding.contains("gzip") || acceptEncoding.strip().equals("*");
    }
    double gzip = -1;
    double identity = -1;
    double any = -1;
    for (String part : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      int semicolon = part.indexOf(';');
      String coding = (semicolon < 0 ? part : part.substring(0, semicolon)).strip();
      double quality = semicolon < 0 ? 1 : quality(part.substring(semicolon + 1));
      switch (coding) {
        case "gzip", "x-gzip" -> gzip = quality;
        case "identity" -> identity = quality;
        case "*" -> any = quality;
        default -> {}
      }
    }
    double wanted = gzip < 0 ? any : gzip;
    return wanted > 0 && wanted >= identity;
  }

  private static double quality(String parameters) {
    for (String parameter : parameters.split(";", -1)) {
      String text = parameter.strip();
      if (text.startsWith("q=")) {
        try {
          return Double.parseDouble(text.substring(2).strip());
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }

  /** Whether any type will do. */
  static boolean anything(@Nullable String accept) {
    return accept == null || accept.isBlank() || accept.equals("*/*");
  }

  /** Whether this {@code Accept} likes no other type better than this one. */
  static boolean prefers(@Nullable String accept, @Nullable String contentType) {
    if (anything(accept) || (accept != null && accept.equals(contentType))) {
      return true;
    }
    if (contentType == null) {
      return false;
    }
    try {
      MediaType type = MediaType.parseMediaType(contentType);
      List<MediaType> ranges = MediaType.parseMediaTypes(accept);
      double best = 0;
      double own = -1;
      int nearest = -1;
      for (MediaType range : ranges) {
        best = Math.max(best, range.getQualityValue());
        int precision = range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
        if (precision > nearest && range.includes(type)) {
          nearest = precision;
          own = range.getQualityValue();
        }
      }
      return own > 0 && own >= best;
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }
}

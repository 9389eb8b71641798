package com.veetssuites.query.postgres;

import java.util.Locale;
import java.util.regex.Pattern;

/** The names of the database's objects as they are written in a statement. */
final class Names {

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  private Names() {}

  /** Quoted where PostgreSQL itself quotes it. */
  static String quoted(String name) {
    return PLAIN.matcher(name).matches() && !RESERVED.contains(" " + name + " ")
        ? name
        : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  static String quoted(String schema, String name) {
    return quoted(schema) + "." + quoted(name);
  }

  /** A deterministic name that PostgreSQL does not cut: at most 63 bytes. */
  static String index(String stem) {
    String name = stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_") + "_idx";
    return name.length() <= 63
        ? name
        : name.substring(0, 50) + "_" + String.format("%08x", stem.hashCode()) + "_idx";
  }

  private static final String RESERVED =
      " all analyse analyze and any array as asc asymmetric both case cast check collate column"
          + " constraint create current_catalog current_date current_role current_time"
          + " current_timestamp current_user default deferrable desc distinct do else end except"
          + " false fetch for foreign from grant group having in initially intersect into lateral"
          + " leading limit localtime localtimestamp not null offset on only or order placing"
          + " primary references returning select session_user some symmetric system_user table"
          + " authorization between bigint binary bit boolean char character coalesce collation"
          + " concurrently cross current_schema dec decimal exists extract float freeze full"
          + " greatest grouping ilike inner inout int integer interval is isnull join least left"
          + " like national natural nchar none normalize notnull nullif numeric out outer overlaps"
          + " overlay position precision real right row setof similar smallint substring"
          + " tablesample time timestamp treat trim values varchar verbose xmlattributes"
          + " then to trailing true union unique user using variadic when where window with ";
}

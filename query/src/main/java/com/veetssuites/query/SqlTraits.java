package com.veetssuites.query;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the text of a statement shows of what it does.
 *
 * @param reads whether it only reads, from a table
 * @param writes whether it changes rows
 * @param page whether it reads some rows of a longer list
 * @param many whether it asks for many keys at once
 * @param table the first one that it reads from
 */
record SqlTraits(
    boolean reads, boolean writes, boolean page, boolean many, @Nullable String table) {

  private static final Pattern TABLE =
      Pattern.compile("\\bfrom\\s+(?:only\\s+)?([\\w.\"$]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PAGE =
      Pattern.compile("\\b(limit \\?|limit all|offset \\?|fetch (first|next) )");
  private static final Pattern LOCK =
      Pattern.compile("\\bfor (no key )?update\\b|\\bfor (key )?share\\b|\\bskip locked\\b");
  private static final Pattern CHANGE =
      Pattern.compile("\\b(insert into|update|delete from|merge into)\\b");
  private static final Pattern MANY =
      Pattern.compile("\\bin \\(\\?, …\\)|\\bany\\s?\\(|\\bunnest\\(");

  static SqlTraits of(String normalised) {
    String sql = normalised.toLowerCase(Locale.ROOT);
    boolean with = sql.startsWith("with");
    boolean locks = LOCK.matcher(sql).find();
    boolean changes =
        sql.startsWith("insert")
            || sql.startsWith("update")
            || sql.startsWith("delete")
            || sql.startsWith("merge")
            || sql.startsWith("truncate")
            || with && !locks && CHANGE.matcher(sql).find();
    Matcher table = TABLE.matcher(normalised);
    String first = table.find() ? table.group(1) : null;
    boolean reads =
        (sql.startsWith("select") || with)
            && !changes
            && !locks
            && first != null
            && !sql.contains("nextval(");
    return new SqlTraits(reads, changes, PAGE.matcher(sql).find(), MANY.matcher(sql).find(), first);
  }

  /** Whether a statement reads from this table, at the first place or by a join. */
  static boolean mentions(String sql, String table) {
    return Pattern.compile(
            "\\b(from|join)\\s+(\\w+\\.)?" + Pattern.quote(table) + "(?!\\w)",
            Pattern.CASE_INSENSITIVE)
        .matcher(sql)
        .find();
  }
}

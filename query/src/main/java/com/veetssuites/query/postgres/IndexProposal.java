package com.veetssuites.query.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index that would help costly statements, with what that rests on.
 *
 * @param index the index, as {@link IndexBuilder} builds it
 * @param columns and expressions, in the order of the index
 * @param statements that it would help, costliest first
 * @param share of all database time that these statements take, from 0 to 1
 * @param plan the part of the costliest one's plan that the index would replace
 * @param tableRows how many rows the table has, about
 * @param readsPerWrite rows read for each row written, since the statistics began
 * @param basis in a sentence
 * @param estimate null where hypopg is not installed: then the proof comes after the creation, by
 *     {@link IndexHistory}
 */
public record IndexProposal(
    DeclaredIndex index,
    List<String> columns,
    List<String> statements,
    double share,
    String plan,
    long tableRows,
    double readsPerWrite,
    String basis,
    @Nullable Estimate estimate) {

  /** What the planner thinks of a statement without and with the index, in its own units. */
  public record Estimate(double costBefore, double costAfter) {}

  /** The statement that builds it. */
  public String ddl() {
    return index.ddl();
  }
}

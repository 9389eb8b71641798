package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.StatementReport;
import com.veetssuites.query.StatementStatistics;
import com.veetssuites.query.StatementStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** The statements of this node with what each has cost: {@code querystatements}. */
@Endpoint(id = "querystatements")
public final class QueryStatementsEndpoint {

  private static final int MOST = 100;

  private final StatementStore store;

  QueryStatementsEndpoint(StatementStore store) {
    this.store = store;
  }

  /**
   * The costliest.
   *
   * @param limit how many, from 1 on; 100 unless told
   */
  @ReadOperation
  public List<StatementReport> costliest(@Nullable Integer limit) {
    int most = limit == null ? MOST : limit;
    if (most < 1) {
      throw new InvalidEndpointRequestException(
          "limit must be 1 or more, not " + most, "limit must be 1 or more");
    }
    return StatementReport.of(store.snapshot(), most);
  }

  /** One of them; null, which is sent as 404, when there is none. */
  @ReadOperation
  public @Nullable StatementReport statement(@Selector String id) {
    try {
      StatementStatistics found = store.find(Long.parseUnsignedLong(id, 16));
      return found == null ? null : StatementReport.of(List.of(found.snapshot()), 1).getFirst();
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Begins anew. */
  @DeleteOperation
  public void clear() {
    store.clear();
  }
}

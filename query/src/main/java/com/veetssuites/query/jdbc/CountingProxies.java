package com.veetssuites.query.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ConnectionInfo;
import net.ttddyy.dsproxy.proxy.JdbcProxyFactory;
import net.ttddyy.dsproxy.proxy.ProxyConfig;
import net.ttddyy.dsproxy.proxy.ResultSetProxyLogicFactory;

/** The proxies that a data source has already, with results whose rows are counted. */
final class CountingProxies implements JdbcProxyFactory {

  /** Only says that results are to be shown to the factory of proxies. */
  static final ResultSetProxyLogicFactory NONE =
      (rows, info, config) -> (proxy, method, arguments) -> method.invoke(rows, arguments);

  private final JdbcProxyFactory others;
  private final boolean othersSeeResults;
  private final StatementRecorder recorder;

  CountingProxies(ProxyConfig before, StatementRecorder recorder) {
    this.others = before.getJdbcProxyFactory();
    this.othersSeeResults = before.isResultSetProxyEnabled();
    this.recorder = recorder;
  }

  @Override
  public ResultSet createResultSet(ResultSet rows, ConnectionInfo info, ProxyConfig config) {
    return recorder.counted(othersSeeResults ? others.createResultSet(rows, info, config) : rows);
  }

  @Override
  public ResultSet createGeneratedKeys(ResultSet rows, ConnectionInfo info, ProxyConfig config) {
    return others.createGeneratedKeys(rows, info, config);
  }

  @Override
  public DataSource createDataSource(DataSource source, ProxyConfig config) {
    return others.createDataSource(source, config);
  }

  @Override
  public Connection createConnection(
      Connection connection, ConnectionInfo info, ProxyConfig config) {
    return others.createConnection(connection, info, config);
  }

  @Override
  public Statement createStatement(
      Statement statement, ConnectionInfo info, Connection proxy, ProxyConfig config) {
    return others.createStatement(statement, info, proxy, config);
  }

  @Override
  public PreparedStatement createPreparedStatement(
      PreparedStatement statement,
      String query,
      ConnectionInfo info,
      Connection proxy,
      ProxyConfig config,
      boolean generateKey) {
    return others.createPreparedStatement(statement, query, info, proxy, config, generateKey);
  }

  @Override
  public CallableStatement createCallableStatement(
      CallableStatement statement,
      String query,
      ConnectionInfo info,
      Connection proxy,
      ProxyConfig config) {
    return others.createCallableStatement(statement, query, info, proxy, config);
  }
}

package com.veetssuites.cache.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ConnectionInfo;
import net.ttddyy.dsproxy.proxy.JdbcProxyFactory;
import net.ttddyy.dsproxy.proxy.ProxyConfig;

/**
 * Proxies as ever, but for results: they are watched while a value is loaded, and left alone else.
 */
final class WatchedResults implements JdbcProxyFactory {

  private final JdbcProxyFactory others = JdbcProxyFactory.DEFAULT;

  @Override
  public ResultSet createResultSet(ResultSet rows, ConnectionInfo info, ProxyConfig config) {
    Caller caller = Caller.known();
    Watch watch = caller == null ? null : caller.watch;
    if (caller == null || watch == null) {
      return rows;
    }
    caller.watch = null;
    return watch.over(rows);
  }

  @Override
  public ResultSet createGeneratedKeys(ResultSet rows, ConnectionInfo info, ProxyConfig config) {
    return rows;
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

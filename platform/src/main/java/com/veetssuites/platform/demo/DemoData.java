package com.veetssuites.platform.demo;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.ProgressBar;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Loads demo data into a database: all of it or nothing, in one transaction. Loading the same again
 * adds nothing, a larger size adds what is missing. Rows that are not demo data are neither changed
 * nor used.
 *
 * <p><b>Safety.</b> Demo users share a published password, and one of them is an administrator. So
 * the data is loaded only where every user has an address at {@code example.com}, a name that is
 * reserved for examples (RFC 2606). Among other users it is loaded if {@link DemoPlan#force} says
 * so, but then with a password that nobody knows.
 */
public final class DemoData {

  private static final Duration ANSWER = Duration.ofMinutes(10);
  private static final String LOCK_TIMED_OUT = "55P03";

  private final DataSource database;
  private final PasswordEncoder passwords;

  public DemoData(DataSource database, PasswordEncoder passwords) {
    this.database = database;
    this.passwords = passwords;
  }

  /** How many rows were added, and the accounts to sign in with. */
  public record Loaded(
      int users,
      int courses,
      int enrollments,
      int sessions,
      int portfolios,
      List<Account> accounts) {

    public Loaded {
      accounts = List.copyOf(accounts);
    }

    public boolean nothing() {
      return users + courses + enrollments + sessions + portfolios == 0;
    }
  }

  /**
   * An account to sign in with.
   *
   * @param password null if it has one that we do not know
   */
  public record Account(String email, String role, @Nullable String password) {}

  /**
   * Loads what the plan asks for and is not there yet.
   *
   * @throws CommandFailed with a sentence, if there are users that are not demo data, or the
   *     database refuses; then nothing has changed
   */
  public Loaded load(DemoPlan plan, ProgressBar progress) {
    try (Connection connection = database.getConnection()) {
      int usual = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, (int) ANSWER.toMillis());
      // VACUUM marks no page as all-visible while the commit of its rows is not on disk.
      execute(connection, "SET synchronous_commit = on");
      try {
        Loaded loaded = loadOrNothing(plan, connection, progress);
        if (!loaded.nothing()) {
          vacuum(connection);
        }
        return loaded;
      } finally {
        execute(connection, "RESET synchronous_commit");
        connection.setNetworkTimeout(Runnable::run, usual);
      }
    } catch (SQLException e) {
      throw new CommandFailed(
          LOCK_TIMED_OUT.equals(e.getSQLState())
              ? "Somebody else is loading demo data or changing many courses: try again in a minute."
              : "The demo data could not be loaded and nothing was changed: " + e.getMessage(),
          e);
    }
  }

  private Loaded loadOrNothing(DemoPlan plan, Connection connection, ProgressBar progress)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      Loaded loaded = load(plan, connection, progress);
      connection.commit();
      return loaded;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      progress.close();
      connection.setAutoCommit(true);
    }
  }

  private Loaded load(DemoPlan plan, Connection connection, ProgressBar progress)
      throws SQLException {
    lock(connection);
    long others = realUsers(connection);
    if (others > 0 && !plan.force()) {
      throw new CommandFailed(
          "The database holds "
              + (others == 1 ? "a user who is" : "%,d users who are".formatted(others))
              + " not demo data, and demo data is mostly for databases of its own: name another one, or add --force"
              + " to load it here, with accounts that nobody can sign in to unless you choose their --password.");
    }
    String password = plan.password();
    if (password == null) {
      password = others == 0 ? DemoAccounts.PASSWORD : unknowable();
    }
    // Hashing is slow on purpose, so all demo users share one hash.
    String hash = passwords.encode(password);
    if (hash == null) {
      throw new IllegalStateException("The password encoder gave no hash");
    }
    var load = new DemoLoad(connection, plan, hash, progress);
    int users = load.users();
    int courses = load.courses();
    int enrollments = load.enrollments();
    int sessions = load.sessions();
    int portfolios = load.portfolios();
    boolean known = others == 0 || plan.password() != null;
    return new Loaded(
        users,
        courses,
        enrollments,
        sessions,
        portfolios,
        accounts(connection, known ? password : DemoAccounts.PASSWORD));
  }

  /** Whether there are neither users nor courses. */
  boolean isEmpty() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM courses)
                """)) {
      row.next();
      return !row.getBoolean(1);
    } catch (SQLException e) {
      throw new CommandFailed("The database could not be read: " + e.getMessage(), e);
    }
  }

  /** The demo accounts that there are. */
  List<Account> accounts() {
    try (Connection connection = database.getConnection()) {
      return accounts(connection, DemoAccounts.PASSWORD);
    } catch (SQLException e) {
      throw new CommandFailed("The demo accounts could not be read: " + e.getMessage(), e);
    }
  }

  private List<Account> accounts(Connection connection, String password) throws SQLException {
    var accounts = new ArrayList<Account>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT role, password_hash, (extract(epoch FROM date_joined) * 1000000)::bigint
              FROM users
             WHERE lower(email) = ?
               AND is_active
            """)) {
      for (DemoPeople.Person person : DemoAccounts.ALL) {
        statement.setString(1, person.email());
        try (ResultSet row = statement.executeQuery()) {
          if (row.next()) {
            boolean ours = row.getLong(3) == person.joined();
            boolean known = ours && passwords.matches(password, row.getString(2));
            accounts.add(new Account(person.email(), row.getString(1), known ? password : null));
          }
        }
      }
    }
    return accounts;
  }

  private static void lock(Connection connection) throws SQLException {
    execute(connection, "SET LOCAL lock_timeout = '60s'");
    execute(connection, "SET LOCAL statement_timeout = 0");
    execute(connection, "SELECT pg_advisory_xact_lock(hashtext('veetssuites demo data'))");
  }

  private static long realUsers(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT count(*)
                  FROM users
                 WHERE lower(email) NOT LIKE '%@example.com'
                """)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** So many new rows deserve statistics, and a visibility map for index-only scans, at once. */
  private static void vacuum(Connection connection) {
    try {
      execute(
          connection,
          """
          VACUUM (ANALYZE)
            users, courses, enrollments, sessions, portfolios, published_course_counts
          """);
    } catch (SQLException e) {
      throw new CommandFailed(
          "The demo data was loaded, but without statistics queries are slow until autovacuum has"
              + " seen it: VACUUM ANALYZE failed with "
              + e.getMessage(),
          e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String unknowable() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

package com.veetssuites.benchmarks;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/**
 * The twin of the course list and detail: the same answers, byte by byte, from hand-written JDBC
 * and a hand-written Jackson generator in a bare servlet of the same server, on the same connection
 * pool. No framework, no security, no paging logic: what the platform may cost is measured against
 * this.
 */
final class HandWrittenCourses extends HttpServlet {

  private static final String COLUMNS =
      """
      c.id, c.title, c.description, u.id, u.first_name, u.last_name, c.price, c.currency, c.is_published,
      c.enrollment_count, c.created_at, c.updated_at\
      """;

  private static final String LIST =
      """
      SELECT %s, (SELECT sum(count)::bigint FROM published_course_counts)
        FROM courses c
        JOIN users u ON u.id = c.instructor_id
       WHERE c.is_published
       ORDER BY c.created_at DESC, c.id DESC
       LIMIT 20\
      """
          .formatted(COLUMNS);

  private static final String DETAIL =
      """
      SELECT %s
        FROM courses c
        JOIN users u ON u.id = c.instructor_id
       WHERE c.id = ?
         AND c.is_published\
      """
          .formatted(COLUMNS);

  private static final String SESSIONS =
      """
      SELECT id, course_id, title, scheduled_at, recording_status, created_at
        FROM sessions
       WHERE course_id = ?
       ORDER BY scheduled_at, id\
      """;

  private final transient DataSource database;
  private final transient JsonFactory json = new JsonFactory();

  HandWrittenCourses(DataSource database) {
    this.database = database;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var body = new ByteArrayOutputStream(16_384);
    try (Connection connection = database.getConnection()) {
      String path = request.getPathInfo();
      if (path == null || path.equals("/")) {
        String next = "http://" + request.getHeader("Host") + "/api/courses/?page=2";
        list(connection, next, body);
      } else {
        detail(connection, Long.parseLong(path.replace("/", "")), body);
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
    response.setContentType("application/json");
    response.setContentLength(body.size());
    body.writeTo(response.getOutputStream());
  }

  private void list(Connection connection, String next, ByteArrayOutputStream body)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LIST);
        ResultSet rows = statement.executeQuery();
        JsonGenerator out = json.createGenerator(body)) {
      out.writeStartObject();
      boolean first = true;
      while (rows.next()) {
        if (first) {
          out.writeNumberProperty("count", rows.getLong(13));
          out.writeStringProperty("next", next);
          out.writeNullProperty("previous");
          out.writeArrayPropertyStart("results");
          first = false;
        }
        out.writeStartObject();
        writeCourse(rows, out);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  private void detail(Connection connection, long id, ByteArrayOutputStream body)
      throws SQLException {
    try (PreparedStatement course = connection.prepareStatement(DETAIL);
        PreparedStatement sessions = connection.prepareStatement(SESSIONS);
        JsonGenerator out = json.createGenerator(body)) {
      course.setLong(1, id);
      sessions.setLong(1, id);
      out.writeStartObject();
      try (ResultSet rows = course.executeQuery()) {
        rows.next();
        writeCourse(rows, out);
      }
      out.writeArrayPropertyStart("sessions");
      try (ResultSet rows = sessions.executeQuery()) {
        while (rows.next()) {
          out.writeStartObject();
          out.writeNumberProperty("id", rows.getLong(1));
          out.writeNumberProperty("course", rows.getLong(2));
          out.writeStringProperty("title", rows.getString(3));
          out.writeStringProperty("scheduled_at", time(rows, 4));
          out.writeNullProperty("zoom_join_url");
          out.writeStringProperty("recording_status", rows.getString(5));
          out.writeStringProperty("created_at", time(rows, 6));
          out.writeEndObject();
        }
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  private static void writeCourse(ResultSet row, JsonGenerator out) throws SQLException {
    out.writeNumberProperty("id", row.getLong(1));
    out.writeStringProperty("title", row.getString(2));
    out.writeStringProperty("description", row.getString(3));
    out.writeObjectPropertyStart("instructor");
    out.writeNumberProperty("id", row.getLong(4));
    out.writeStringProperty("first_name", row.getString(5));
    out.writeStringProperty("last_name", row.getString(6));
    out.writeEndObject();
    out.writeStringProperty("price", row.getBigDecimal(7).toString());
    out.writeStringProperty("currency", row.getString(8));
    out.writeBooleanProperty("is_published", row.getBoolean(9));
    out.writeNumberProperty("enrollment_count", row.getInt(10));
    out.writeStringProperty("created_at", time(row, 11));
    out.writeStringProperty("updated_at", time(row, 12));
  }

  private static String time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant().toString();
  }
}

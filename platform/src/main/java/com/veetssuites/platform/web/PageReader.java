package com.veetssuites.platform.web;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.hibernate.jpa.HibernateHints;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Repository;

/**
 * Reads one page of a list, by number or by keyset, in one statement: the rows, each with the count
 * of the whole list beside it, so that both are of the same moment.
 *
 * <p>By keyset a page costs the same wherever it lies: it begins after a value of the ordering
 * (with the id for ties), which an index finds, instead of after a number of rows that must be
 * skipped.
 */
@Repository // so that its failures are told as those of the database
public class PageReader {

  /** What a cursor holds of a row: the value of the ordering, and the id. */
  private static final String PLACE = ", e.%s, e.id";

  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?");
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

  private final EntityManager entityManager;

  PageReader(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  /**
   * Reads the page.
   *
   * @throws PageNotFound when the number lies behind the last page
   * @throws InvalidRequest when the cursor is not one of this list
   */
  public <E> Page<E> read(PageRequest request, PageQuery<E> query) {
    return request.keyset() ? byCursor(request, query) : byNumber(request, query);
  }

  private <E> Page<E> byNumber(PageRequest request, PageQuery<E> query) {
    Ordering ordering = request.ordering();
    String offset = request.offset() == 0 ? "" : " offset :_offset";
    TypedQuery<Object[]> statement =
        select(query, "", "", ordering, ordering.descending(), request.size(), offset);
    if (request.offset() > 0) {
      statement.setParameter("_offset", request.offset());
    }
    List<Object[]> rows = statement.getResultList();
    long count = count(query, rows);
    if (rows.isEmpty() && request.number() > 1) {
      throw new PageNotFound(request.number(), Math.ceilDiv(count, request.size()));
    }
    boolean last = request.offset() + rows.size() >= count;
    return new Page<>(
        count,
        last ? null : request.link(request.number() + 1),
        request.number() == 1 ? null : request.link(request.number() - 1),
        entities(query, rows));
  }

  private <E> Page<E> byCursor(PageRequest request, PageQuery<E> query) {
    Cursor cursor = request.cursor();
    Ordering ordering = request.ordering();
    boolean backwards = cursor != null && cursor.backwards();
    boolean descending = ordering.descending() != backwards;
    String position =
        cursor == null
            ? ""
            : " and (e."
                + ordering.attribute()
                + ", e.id) "
                + (descending ? "<" : ">")
                + " (:_value, :_id)";
    // One row more than the page tells whether there is another page in the direction of reading.
    TypedQuery<Object[]> statement =
        select(
            query,
            PLACE.formatted(ordering.attribute()),
            position,
            ordering,
            descending,
            request.size() + 1,
            "");
    if (cursor != null) {
      statement.setParameter("_value", parse(cursor.value(), type(query.entity(), ordering)));
      statement.setParameter("_id", cursor.id());
    }
    List<Object[]> rows = new ArrayList<>(statement.getResultList());
    long count = count(query, rows);
    boolean more = rows.size() > request.size();
    if (more) {
      rows.removeLast();
    }
    if (backwards) {
      Collections.reverse(rows);
    }
    boolean hasNext = backwards ? !rows.isEmpty() : more;
    boolean hasPrevious = backwards ? more : cursor != null && !rows.isEmpty();
    return new Page<>(
        count,
        hasNext ? request.link(place(ordering, false, rows.getLast())) : null,
        hasPrevious ? request.link(place(ordering, true, rows.getFirst())) : null,
        entities(query, rows));
  }

  /** Rows of the entity, the count, and what else is asked for. */
  private <E> TypedQuery<Object[]> select(
      PageQuery<E> query,
      String further,
      String position,
      Ordering ordering,
      boolean descending,
      int limit,
      String offset) {
    String direction = descending ? "desc" : "asc";
    // The limit is a literal, of which there are at most a hundred: with a parameter PostgreSQL
    // would plan every execution anew, which costs more than the execution itself.
    String text =
        String.join(
            " ",
            "select e, (" + query.count() + ")" + further,
            "from " + query.entity().getSimpleName() + " e " + query.joins(),
            "where " + query.where() + position,
            "order by e." + ordering.attribute(),
            direction + ", e.id",
            direction,
            "limit " + limit + offset);
    TypedQuery<Object[]> statement = entityManager.createQuery(text, Object[].class);
    query.parameters().forEach(statement::setParameter);
    return statement.setHint(HibernateHints.HINT_READ_ONLY, true);
  }

  private <E> long count(PageQuery<E> query, List<Object[]> rows) {
    if (!rows.isEmpty()) {
      return (Long) rows.getFirst()[1];
    }
    TypedQuery<Long> statement = entityManager.createQuery(query.count(), Long.class);
    query.parameters().forEach(statement::setParameter);
    return statement.getSingleResult();
  }

  private static <E> List<E> entities(PageQuery<E> query, List<Object[]> rows) {
    return rows.stream().map(row -> query.entity().cast(row[0])).toList();
  }

  private static Cursor place(Ordering ordering, boolean backwards, Object[] row) {
    String value =
        row[2] instanceof BigDecimal decimal ? decimal.toPlainString() : row[2].toString();
    return new Cursor(ordering, backwards, value, (Long) row[3]);
  }

  private Class<?> type(Class<?> entity, Ordering ordering) {
    return entityManager
        .getMetamodel()
        .entity(entity)
        .getAttribute(ordering.attribute())
        .getJavaType();
  }

  /** Only what the database can compare: Java knows times and decimals far beyond. */
  private static Object parse(String value, Class<?> type) {
    try {
      if (type == Instant.class) {
        Instant time = Instant.parse(value);
        if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
          throw Cursor.invalid();
        }
        return time;
      }
      if (type == BigDecimal.class && DECIMAL.matcher(value).matches()) {
        return new BigDecimal(value);
      }
      if (type == String.class && value.indexOf('\0') < 0) {
        return value;
      }
    } catch (DateTimeParseException e) {
      throw Cursor.invalid();
    }
    throw Cursor.invalid();
  }

  /** The list has fewer pages than that. */
  public static final class PageNotFound extends Problem {
    PageNotFound(int number, long last) {
      super(
          HttpStatus.NOT_FOUND,
          "There is no page %d; the last one is %d.".formatted(number, Math.max(1, last)));
    }
  }
}

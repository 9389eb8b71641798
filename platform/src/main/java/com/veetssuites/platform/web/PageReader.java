package com.veetssuites.platform.web;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Reads one page of a list, by number or by keyset: the count in one statement and the rows in
 * another.
 *
 * <p>By keyset a page costs the same wherever it lies: it begins after a value of the ordering
 * (with the id for ties), which an index finds, instead of after a number of rows that must be
 * skipped.
 */
@Component
public class PageReader {

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
    long count = count(query);
    return request.keyset() ? byCursor(request, query, count) : byNumber(request, query, count);
  }

  private <E> long count(PageQuery<E> query) {
    if (query.count() != null) {
      return query.count().getAsLong();
    }
    TypedQuery<Long> statement =
        entityManager.createQuery(
            "select count(*) from %s e where %s"
                .formatted(query.entity().getSimpleName(), query.where()),
            Long.class);
    query.parameters().forEach(statement::setParameter);
    return statement.getSingleResult();
  }

  private <E> Page<E> byNumber(PageRequest request, PageQuery<E> query, long count) {
    if (request.number() > 1 && request.offset() >= count) {
      throw new PageNotFound(request.number(), Math.ceilDiv(count, request.size()));
    }
    Ordering ordering = request.ordering();
    List<E> rows =
        select(query, "e", "", ordering, ordering.descending(), query.entity())
            .setFirstResult(Math.toIntExact(request.offset()))
            .setMaxResults(request.size())
            .getResultList();
    boolean last = request.offset() + request.size() >= count;
    return new Page<>(
        count,
        last ? null : request.link(request.number() + 1),
        request.number() == 1 ? null : request.link(request.number() - 1),
        rows);
  }

  private <E> Page<E> byCursor(PageRequest request, PageQuery<E> query, long count) {
    Cursor cursor = request.cursor();
    Ordering ordering = request.ordering();
    boolean backwards = cursor != null && cursor.backwards();
    boolean descending = ordering.descending() != backwards;
    String attribute = "e." + ordering.attribute();
    String position =
        cursor == null
            ? ""
            : " and (%s, e.id) %s (:_value, :_id)".formatted(attribute, descending ? "<" : ">");
    TypedQuery<Object[]> statement =
        select(
            query,
            "e, %s, e.id".formatted(attribute),
            position,
            ordering,
            descending,
            Object[].class);
    if (cursor != null) {
      statement.setParameter("_value", parse(cursor.value(), type(query.entity(), ordering)));
      statement.setParameter("_id", cursor.id());
    }
    // One row more than the page tells whether there is another page in the direction of reading.
    List<Object[]> rows =
        new ArrayList<>(statement.setMaxResults(request.size() + 1).getResultList());
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
        rows.stream().map(row -> query.entity().cast(row[0])).toList());
  }

  private <E, R> TypedQuery<R> select(
      PageQuery<E> query,
      String what,
      String position,
      Ordering ordering,
      boolean descending,
      Class<R> result) {
    String direction = descending ? "desc" : "asc";
    TypedQuery<R> statement =
        entityManager.createQuery(
            "select %s from %s e %s where %s%s order by e.%s %s, e.id %s"
                .formatted(
                    what,
                    query.entity().getSimpleName(),
                    query.joins(),
                    query.where(),
                    position,
                    ordering.attribute(),
                    direction,
                    direction),
            result);
    query.parameters().forEach(statement::setParameter);
    return statement;
  }

  private static Cursor place(Ordering ordering, boolean backwards, Object[] row) {
    String value =
        row[1] instanceof BigDecimal decimal ? decimal.toPlainString() : row[1].toString();
    return new Cursor(ordering, backwards, value, (Long) row[2]);
  }

  private Class<?> type(Class<?> entity, Ordering ordering) {
    return entityManager
        .getMetamodel()
        .entity(entity)
        .getAttribute(ordering.attribute())
        .getJavaType();
  }

  private static Object parse(String value, Class<?> type) {
    try {
      if (type == Instant.class) {
        return Instant.parse(value);
      }
      if (type == BigDecimal.class && value.length() <= 20) {
        return new BigDecimal(value);
      }
      if (type == String.class && value.indexOf('\0') < 0) {
        return value;
      }
    } catch (DateTimeParseException | NumberFormatException e) {
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

package com.veetssuites.platform.web;

import com.veetssuites.query.hibernate.FetchPlans;
import com.veetssuites.query.keyset.Cursors;
import com.veetssuites.query.keyset.InvalidCursor;
import com.veetssuites.query.keyset.Keyset;
import com.veetssuites.query.keyset.KeysetPage;
import com.veetssuites.query.keyset.Place;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import org.hibernate.jpa.HibernateHints;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

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

  private static final Cursors CURSORS = Cursors.opaque();

  private final EntityManager entityManager;
  private final FetchPlans plans;

  PageReader(EntityManager entityManager, FetchPlans plans) {
    this.entityManager = entityManager;
    this.plans = plans;
  }

  /**
   * Reads the page.
   *
   * @throws PageNotFound when the number lies behind the last page
   * @throws InvalidRequest when the cursor is not one of this list
   */
  @Transactional(propagation = Propagation.SUPPORTS, readOnly = true) // may read on a replica
  public <E> Page<E> read(PageRequest request, PageQuery<E> query) {
    return plans
        .of(query.entity())
        .join(query.join().toArray(String[]::new))
        .call(() -> request.keyset() ? byCursor(request, query) : byNumber(request, query));
  }

  private <E> Page<E> byNumber(PageRequest request, PageQuery<E> query) {
    String offset = request.offset() == 0 ? "" : " offset :_offset";
    TypedQuery<Object[]> statement =
        select(query, "", "", keyset(request.ordering()).orderBy(false), request.size(), offset);
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
    Keyset keyset = keyset(request.ordering());
    Place from = place(request, query);
    boolean backwards = from != null && from.backwards();
    TypedQuery<Object[]> statement =
        select(
            query,
            ", " + keyset.select(),
            from == null ? "" : " and " + keyset.condition(backwards),
            keyset.orderBy(backwards),
            request.size() + 1,
            "");
    if (from != null) {
      keyset.parameters(from).forEach(statement::setParameter);
    }
    List<Object[]> rows = statement.getResultList();
    long count = count(query, rows);
    KeysetPage<Object[]> page =
        KeysetPage.of(rows, request.size(), from, row -> List.of(row[2], row[3]));
    return new Page<>(
        count,
        link(request, page.next()),
        link(request, page.previous()),
        entities(query, page.rows()));
  }

  /** Ties by id, so that the order is total. */
  private static Keyset keyset(Ordering ordering) {
    String column = "e." + ordering.attribute();
    return ordering.descending()
        ? Keyset.descending(column).thenDescending("e.id")
        : Keyset.ascending(column).thenAscending("e.id");
  }

  /**
   * The order that the list was in when it gave this cursor.
   *
   * @throws InvalidRequest when it is not a cursor
   */
  static Ordering ordering(String cursor) {
    try {
      return Ordering.parse(CURSORS.order(cursor));
    } catch (InvalidCursor e) {
      throw PageRequest.invalidCursor();
    }
  }

  private static @Nullable String link(PageRequest request, @Nullable Place place) {
    return place == null
        ? null
        : request.link(CURSORS.encode(request.ordering().toString(), place));
  }

  private @Nullable Place place(PageRequest request, PageQuery<?> query) {
    String cursor = request.cursor();
    if (cursor == null) {
      return null;
    }
    try {
      return CURSORS.decode(
          cursor,
          request.ordering().toString(),
          List.of(type(query.entity(), request.ordering()), Long.class));
    } catch (InvalidCursor e) {
      throw PageRequest.invalidCursor();
    }
  }

  /** Rows of the entity, the count, and what else is asked for. */
  private <E> TypedQuery<Object[]> select(
      PageQuery<E> query, String further, String position, String order, int limit, String offset) {
    // The limit is a literal, of which there are at most a hundred: with a parameter PostgreSQL
    // would plan every execution anew, which costs more than the execution itself.
    String text =
        String.join(
            " ",
            "select e, (" + query.count() + ")" + further,
            "from " + query.entity().getSimpleName() + " e",
            "where " + query.where() + position,
            "order by " + order,
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

  private Class<?> type(Class<?> entity, Ordering ordering) {
    return entityManager
        .getMetamodel()
        .entity(entity)
        .getAttribute(ordering.attribute())
        .getJavaType();
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

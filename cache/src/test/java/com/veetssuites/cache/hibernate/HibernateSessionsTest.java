package com.veetssuites.cache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.Transactions;
import com.veetssuites.testing.PostgresExtension;
import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Each way in which Hibernate writes; and what a session knows without a statement. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HibernateSessionsTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EntityScan(basePackageClasses = HibernateSessionsTest.class)
  static class Application {
    @Bean
    TieredCaches tieredCaches(Transactions transactions) {
      return TieredCaches.builder().transactions(transactions).build();
    }
  }

  @Entity
  @Table(name = "shelves")
  @DynamicUpdate
  @NullUnmarked
  static class Shelf {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String name = "";

    @OneToMany(mappedBy = "shelf", cascade = CascadeType.ALL, orphanRemoval = true)
    List<Book> books = new ArrayList<>();
  }

  @Entity
  @Table(name = "books")
  @DynamicUpdate
  @NullUnmarked
  static class Book {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String title = "";

    @ManyToOne(fetch = FetchType.LAZY)
    Shelf shelf;

    @ElementCollection
    @CollectionTable(name = "book_words")
    Set<String> words = new HashSet<>();

    @ManyToMany
    @JoinTable(name = "book_shelves")
    Set<Shelf> also = new HashSet<>();
  }

  private final ConfigurableApplicationContext context =
      new SpringApplicationBuilder(Application.class)
          .web(WebApplicationType.NONE)
          .properties(
              "spring.datasource.url=" + PostgresExtension.createDatabase(),
              "spring.jpa.hibernate.ddl-auto=create",
              "spring.main.banner-mode=off")
          .run();

  private final EntityManager entities = context.getBean(EntityManager.class);
  private final JdbcClient jdbc = context.getBean(JdbcClient.class);
  private final TransactionTemplate transaction =
      new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
  private final TieredCache<String, String> values =
      context
          .getBean(TieredCaches.class)
          .region(CacheSpec.<String, String>of("values", String.class).build());

  @AfterAll
  void close() {
    context.close();
  }

  private long shelf() {
    return java.util.Objects.requireNonNull(
        transaction.execute(status -> {
          Shelf shelf = new Shelf();
          shelf.name = "first";
          for (int i = 0; i < 2; i++) {
            Book book = new Book();
            book.title = "book " + i;
            book.shelf = shelf;
            book.words.add("word");
            shelf.books.add(book);
          }
          entities.persist(shelf);
          return shelf.id;
        }));
  }

  private @Nullable String describe(long id) {
    return values.getOrLoad(
        "shelf " + id,
        key ->
            transaction.execute(status -> {
              Shelf shelf = entities.find(Shelf.class, id);
              if (shelf == null) {
                return "none";
              }
              StringBuilder text = new StringBuilder(shelf.name);
              shelf.books.stream()
                  .sorted(java.util.Comparator.comparing((Book book) -> book.id))
                  .forEach(book ->
                      text.append(' ')
                          .append(book.title)
                          .append(book.words)
                          .append(book.also.size()));
              return text.toString();
            }));
  }

  private static Arguments write(String name, Write write) {
    return arguments(name, write);
  }

  /** A way to write. */
  interface Write {
    void to(HibernateSessionsTest test, Shelf shelf);
  }

  static Stream<Arguments> writes() {
    return Stream.of(
        write("changed entity", (test, shelf) -> shelf.name = "renamed"),
        write("changed child", (test, shelf) -> shelf.books.getFirst().title = "renamed"),
        write(
            "new child by cascade",
            (test, shelf) -> {
              Book book = new Book();
              book.shelf = shelf;
              shelf.books.add(book);
            }),
        write("removed orphan", (test, shelf) -> shelf.books.removeFirst()),
        write(
            "removed by cascade",
            (test, shelf) -> {
              shelf.books.forEach(book -> book.also.clear());
              test.entities.remove(shelf);
            }),
        write("element added", (test, shelf) -> shelf.books.getFirst().words.add("more")),
        write("element removed", (test, shelf) -> shelf.books.getFirst().words.clear()),
        write("join table", (test, shelf) -> shelf.books.getFirst().also.add(shelf)),
        write(
            "merge",
            (test, shelf) -> {
              test.entities.detach(shelf);
              shelf.name = "merged";
              test.entities.merge(shelf);
            }),
        write(
            "bulk update",
            (test, shelf) ->
                test.entities
                    .createQuery("UPDATE HibernateSessionsTest$Book b SET b.title = 'bulk'")
                    .executeUpdate()),
        write(
            "bulk delete",
            (test, shelf) -> {
              test.jdbc.sql("DELETE FROM book_words").update();
              test.entities
                  .createQuery("DELETE FROM HibernateSessionsTest$Book b WHERE b.also IS EMPTY")
                  .executeUpdate();
            }),
        write(
            "native statement",
            (test, shelf) ->
                test.entities
                    .createNativeQuery("UPDATE books SET title = 'native'")
                    .executeUpdate()),
        write(
            "JdbcClient beside it",
            (test, shelf) ->
                test.jdbc
                    .sql("UPDATE shelves SET name = 'jdbc' WHERE id = ?")
                    .param(shelf.id)
                    .update()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writes")
  void a_value_made_of_entities_is_dropped_by_the_commit_of_a_write(String name, Write write) {
    long id = shelf();
    long other = shelf();
    String before = describe(id);
    String untouched = describe(other);
    Consumer<Boolean> change =
        rollback ->
            transaction.executeWithoutResult(status -> {
              write.to(this, entities.find(Shelf.class, id));
              entities.flush();
              if (rollback) {
                status.setRollbackOnly();
              }
            });

    change.accept(true);
    assertThat(values.get("shelf " + id)).as("after a rollback").isEqualTo(before);

    change.accept(false);
    assertThat(values.get("shelf " + id)).as("after the commit").isNull();
    assertThat(describe(id)).isNotEqualTo(before);
    assertThat(untouched).isNotEmpty();
  }

  @Test
  void a_change_of_one_entity_leaves_values_made_of_others() {
    long id = shelf();
    long other = shelf();
    describe(id);
    describe(other);

    transaction.executeWithoutResult(status -> entities.find(Shelf.class, id).name = "renamed");

    assertThat(values.get("shelf " + id)).isNull();
    assertThat(values.get("shelf " + other)).isNotNull();
  }

  @Test
  void a_transaction_with_changes_that_are_not_flushed_sees_them() {
    long id = shelf();
    describe(id);

    transaction.executeWithoutResult(status -> {
      entities.find(Shelf.class, id).name = "mine";
      assertThat(describe(id)).contains("mine");
      status.setRollbackOnly();
    });

    assertThat(values.get("shelf " + id)).contains("first");
  }

  @Test
  void an_entity_that_the_session_held_before_is_a_dependency() {
    long id = shelf();
    transaction.executeWithoutResult(status -> {
      entities.find(Shelf.class, id);
      assertThat(describe(id)).contains("first");
    });
    assertThat(values.get("shelf " + id)).isNotNull();

    transaction.executeWithoutResult(status -> entities.find(Shelf.class, id).name = "later");

    assertThat(values.get("shelf " + id)).isNull();
  }

  @Test
  void an_entity_that_was_read_before_anothers_commit_does_not_fill_the_cache_with_the_past()
      throws Exception {
    long id = shelf();
    transaction.executeWithoutResult(status -> {
      entities.find(Shelf.class, id);
      Thread writer =
          Thread.ofPlatform()
              .start(() ->
                  transaction.executeWithoutResult(
                      inner -> entities.find(Shelf.class, id).name = "later"));
      try {
        writer.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      assertThat(describe(id)).contains("first");
    });
    assertThat(describe(id)).contains("later");
  }
}

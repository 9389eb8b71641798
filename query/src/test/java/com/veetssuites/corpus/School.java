package com.veetssuites.corpus;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import jakarta.persistence.Cacheable;
import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.jspecify.annotations.NullUnmarked;

/** The entities, with each kind of association. */
@NullUnmarked
final class School {

  private School() {}

  @Entity
  @Table(name = "people")
  static class Person {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String name = "";

    public String getName() {
      return name;
    }
  }

  @Entity
  @Table(name = "buildings")
  static class Building {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String street = "";

    public String getStreet() {
      return street;
    }
  }

  @Embeddable
  static class Venue {
    String room = "";

    @ManyToOne(fetch = FetchType.LAZY)
    Building building;
  }

  @Entity
  @Table(name = "topics")
  static class Topic {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String name = "";
  }

  @Entity
  @Table(name = "courses")
  @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
  @JsonIncludeProperties({"title", "lessons"})
  static class Course {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String title = "";

    @ManyToOne(fetch = FetchType.LAZY)
    Person instructor;

    @ManyToOne(fetch = FetchType.LAZY)
    Person assistant;

    @ManyToOne(fetch = FetchType.LAZY)
    Language language;

    @Embedded Venue venue = new Venue();

    @OneToMany(mappedBy = "course", cascade = CascadeType.PERSIST)
    List<Lesson> lessons = new ArrayList<>();

    @OneToMany(mappedBy = "course", cascade = CascadeType.PERSIST)
    Set<Enrollment> enrollments = new HashSet<>();

    @ManyToMany
    @JoinTable(name = "course_topics")
    Set<Topic> topics = new HashSet<>();

    @ElementCollection
    @CollectionTable(name = "course_labels")
    Set<String> labels = new HashSet<>();

    @OneToMany(mappedBy = "course", cascade = CascadeType.PERSIST)
    @BatchSize(size = 50)
    Set<Note> notes = new HashSet<>();

    @ElementCollection
    @CollectionTable(name = "course_links")
    @Fetch(FetchMode.SUBSELECT)
    Set<String> links = new HashSet<>();
  }

  @Entity
  @Table(name = "lessons")
  @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
  @JsonIgnoreProperties("course")
  static class Lesson {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String title = "";

    @ManyToOne(fetch = FetchType.LAZY)
    Course course;
  }

  @Entity
  @Table(name = "notes")
  static class Note {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @ManyToOne(fetch = FetchType.LAZY)
    Course course;
  }

  @Entity
  @Table(name = "enrollments")
  static class Enrollment {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @ManyToOne(fetch = FetchType.LAZY)
    Course course;

    @ManyToOne(fetch = FetchType.LAZY)
    Person student;
  }

  @Entity
  @Table(name = "reviews")
  static class Review {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @ManyToOne(fetch = FetchType.EAGER)
    Person reviewer;
  }

  @Entity
  @Table(name = "authors")
  static class Author {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @OneToOne(mappedBy = "author", fetch = FetchType.LAZY)
    Biography biography;
  }

  @Entity
  @Table(name = "biographies")
  static class Biography {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @OneToOne(fetch = FetchType.LAZY)
    Author author;
  }

  @Entity
  @Table(name = "languages")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  static class Language {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String name = "";

    public String getName() {
      return name;
    }
  }
}

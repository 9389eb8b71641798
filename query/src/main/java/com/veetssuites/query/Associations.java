package com.veetssuites.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a mapper between objects and tables knows of the associations between its entities. It is
 * asked in the thread that uses the session, and only once something has repeated.
 */
public interface Associations {

  /** An entity by the name of its inheritance in the mapper and its id. */
  record Key(String entity, Object id) {}

  /** The association that this collection, as it was told to {@link Loads#begin}, is of. */
  Association collection(Object collection);

  /** The key of an entity, the same for each class of an inheritance. */
  Key key(String entity, Object id);

  /** What the entities of a session refer to, and by which association; a bounded look. */
  Map<Key, Association> references(Object session);

  /** The only to-one association that is always read with its owner and leads to this entity. */
  @Nullable Association eager(String entity);

  /** The association that a statement reads from its other side; null when it reads none. */
  @Nullable Association inverse(String sql);

  /**
   * The path from the entity of this table to that one; null when there is none, or none is the
   * shortest.
   */
  @Nullable Path between(String table, String entity);

  /** The simple name of an entity. */
  String name(String entity);

  /** A path of attributes between entities. */
  record Path(String attributes, boolean toMany) {}
}

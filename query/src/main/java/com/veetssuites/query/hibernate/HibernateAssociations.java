package com.veetssuites.query.hibernate;

import com.veetssuites.query.Association;
import com.veetssuites.query.Associations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.FetchTiming;
import org.hibernate.engine.spi.CollectionEntry;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.PersistenceContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** The associations of a session factory, and what its sessions hold of them. */
final class HibernateAssociations implements Associations {

  /** A larger session is searched so far only. */
  private static final int MOST_REFERENCES = 20_000;

  private static final int DEEPEST = 3;

  /** What a read by a unique key looks like: a table with its alias, and one column of it. */
  private static final Pattern BY_KEY =
      Pattern.compile("\\bfrom (\\S+) (\\w+)\\b.* where \\2\\.(\\w+)=\\?");

  private final SessionFactoryImplementor factory;
  private final Map<String, Association> collections = new ConcurrentHashMap<>();

  HibernateAssociations(SessionFactoryImplementor factory) {
    this.factory = factory;
  }

  /** An attribute that leads to entities, wherever it is declared. */
  private record Attribute(EntityPersister owner, String path, Type type) {

    Association association(SessionFactoryImplementor factory) {
      return new Association(
          simple(owner.getEntityName()),
          path,
          type instanceof CollectionType,
          owner.getTableName(),
          target(factory));
    }

    @Nullable String target(SessionFactoryImplementor factory) {
      String name = entity(factory);
      return name == null ? null : simple(name);
    }

    @Nullable String entity(SessionFactoryImplementor factory) {
      if (type instanceof EntityType entity) {
        return entity.getAssociatedEntityName();
      }
      return type instanceof CollectionType collection
              && collection.getElementType(factory) instanceof EntityType element
          ? element.getAssociatedEntityName()
          : null;
    }
  }

  private interface Seen {
    void attribute(String path, Type type, @Nullable Object value);
  }

  private static String simple(String entity) {
    return entity.substring(Math.max(entity.lastIndexOf('.'), entity.lastIndexOf('$')) + 1);
  }

  @Override
  public String name(String entity) {
    return simple(entity);
  }

  @Override
  public Key key(String entity, Object id) {
    EntityPersister persister = factory.getMappingMetamodel().findEntityDescriptor(entity);
    return new Key(persister == null ? entity : persister.getRootEntityName(), id);
  }

  @Override
  public Association collection(Object collection) {
    PersistentCollection<?> persistent = (PersistentCollection<?>) collection;
    return collections.computeIfAbsent(
        persistent.getRole(),
        role -> {
          CollectionPersister persister =
              factory.getMappingMetamodel().getCollectionDescriptor(role);
          return association(persister);
        });
  }

  private static Association association(CollectionPersister persister) {
    EntityPersister owner = persister.getOwnerEntityPersister();
    String role = persister.getRole();
    String attribute =
        role.startsWith(owner.getEntityName() + ".")
            ? role.substring(owner.getEntityName().length() + 1)
            : role.substring(role.lastIndexOf('.') + 1);
    return new Association(
        simple(owner.getEntityName()),
        attribute,
        true,
        owner.getTableName(),
        holdsEntities(persister) ? simple(persister.getElementPersister().getEntityName()) : null);
  }

  private static boolean holdsEntities(CollectionPersister persister) {
    return persister.isOneToMany() || persister.isManyToMany();
  }

  @Override
  public Map<Key, Association> references(Object session) {
    PersistenceContext context =
        ((SharedSessionContractImplementor) session).getPersistenceContextInternal();
    Map<Key, Association> references = new HashMap<>();
    for (Map.Entry<Object, EntityEntry> held : context.reentrantSafeEntityEntries()) {
      EntityPersister owner = held.getValue().getPersister();
      each(
          owner,
          state(held.getKey(), held.getValue()),
          (path, type, value) -> {
            if (type instanceof EntityType
                && value != null
                && references.size() < MOST_REFERENCES) {
              Key key = key(context, value);
              if (key != null) {
                references.computeIfAbsent(
                    key, absent -> new Attribute(owner, path, type).association(factory));
              }
            }
          });
    }
    elements(context, references);
    return references;
  }

  /** The state as it was read, so that nothing is loaded by looking; else as it is. */
  private static Object[] state(Object entity, EntityEntry entry) {
    Object[] loaded = entry.getLoadedState();
    return loaded != null ? loaded : entry.getPersister().getValues(entity);
  }

  private void elements(PersistenceContext context, Map<Key, Association> references) {
    Map<PersistentCollection<?>, CollectionEntry> held = context.getCollectionEntries();
    if (held == null) {
      return;
    }
    held.forEach((collection, entry) -> {
      CollectionPersister persister = entry.getLoadedPersister();
      if (persister != null && collection.wasInitialized() && holdsEntities(persister)) {
        Iterator<?> elements = collection.entries(persister);
        while (elements.hasNext() && references.size() < MOST_REFERENCES) {
          Object next = elements.next();
          Object element = next instanceof Map.Entry<?, ?> pair ? pair.getValue() : next;
          Key key = element == null ? null : key(context, element);
          if (key != null) {
            references.putIfAbsent(key, association(persister));
          }
        }
      }
    });
  }

  private @Nullable Key key(PersistenceContext context, Object value) {
    LazyInitializer lazy = HibernateProxy.extractLazyInitializer(value);
    if (lazy != null) {
      Object id = lazy.getInternalIdentifier();
      return id == null ? null : key(lazy.getEntityName(), id);
    }
    EntityEntry entry = context.getEntry(value);
    Object id = entry == null ? null : entry.getId();
    return entry == null || id == null ? null : key(entry.getEntityName(), id);
  }

  /** Each attribute, those of embeddables too; without a state the values are null. */
  private static void each(EntityPersister owner, Object @Nullable [] state, Seen seen) {
    Type[] types = owner.getPropertyTypes();
    String[] names = owner.getPropertyNames();
    for (int i = 0; i < types.length; i++) {
      each(names[i], types[i], state == null ? null : state[i], seen);
    }
  }

  private static void each(String path, Type type, @Nullable Object value, Seen seen) {
    seen.attribute(path, type, value);
    if (type instanceof CompositeType embedded
        && !type.isAnyType()
        && value != LazyPropertyInitializer.UNFETCHED_PROPERTY) {
      Type[] types = embedded.getSubtypes();
      String[] names = embedded.getPropertyNames();
      Object[] values = value == null ? null : embedded.getPropertyValues(value);
      for (int i = 0; i < types.length; i++) {
        each(path + "." + names[i], types[i], values == null ? null : values[i], seen);
      }
    }
  }

  private List<Attribute> attributes() {
    List<Attribute> attributes = new ArrayList<>();
    factory
        .getMappingMetamodel()
        .forEachEntityDescriptor(owner ->
            each(
                owner,
                null,
                (path, type, value) -> attributes.add(new Attribute(owner, path, type))));
    return attributes;
  }

  @Override
  public @Nullable Association eager(String entity) {
    List<Attribute> leading =
        attributes().stream()
            .filter(each ->
                each.type() instanceof EntityType type
                    && type.getAssociatedEntityName().equals(entity)
                    && isEager(each))
            .toList();
    return leading.size() == 1 ? leading.getFirst().association(factory) : null;
  }

  private static boolean isEager(Attribute attribute) {
    AttributeMapping mapping = attribute.owner().findAttributeMapping(attribute.path());
    return mapping != null && mapping.getMappedFetchOptions().getTiming() == FetchTiming.IMMEDIATE;
  }

  @Override
  public @Nullable Association inverse(String sql) {
    Matcher read = BY_KEY.matcher(sql);
    if (!read.find()) {
      return null;
    }
    for (Attribute each : attributes()) {
      if (each.type() instanceof EntityType type && type.getRHSUniqueKeyPropertyName() != null) {
        EntityPersister target = type.getAssociatedEntityPersister(factory);
        String[] columns = target.getPropertyColumnNames(type.getRHSUniqueKeyPropertyName());
        if (target.getTableName().equalsIgnoreCase(read.group(1))
            && columns.length == 1
            && read.group(3).equalsIgnoreCase(columns[0])) {
          return each.association(factory);
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable Path between(String table, String entity) {
    List<Attribute> all = attributes();
    List<Path> found = new ArrayList<>();
    for (EntityPersister root : roots(table)) {
      search(all, root.getEntityName(), entity, "", false, 0, found);
    }
    found.sort(Comparator.comparingInt(HibernateAssociations::steps));
    return found.isEmpty() || found.size() > 1 && steps(found.get(0)) == steps(found.get(1))
        ? null
        : found.getFirst();
  }

  private static int steps(Path path) {
    return path.attributes().split("\\.").length;
  }

  private List<EntityPersister> roots(String table) {
    List<EntityPersister> roots = new ArrayList<>();
    factory
        .getMappingMetamodel()
        .forEachEntityDescriptor(each -> {
          if (each.getTableName().equalsIgnoreCase(table)) {
            roots.add(each);
          }
        });
    return roots;
  }

  private void search(
      List<Attribute> all,
      String from,
      String to,
      String path,
      boolean toMany,
      int depth,
      List<Path> found) {
    for (Attribute each : all) {
      String target = each.entity(factory);
      if (target == null || !each.owner().getEntityName().equals(from)) {
        continue;
      }
      boolean many = toMany || each.type() instanceof CollectionType;
      if (simple(target).equals(to)) {
        found.add(new Path(path + each.path(), many));
      } else if (depth < DEEPEST) {
        search(all, target, to, path + each.path() + ".", many, depth + 1, found);
      }
    }
  }
}

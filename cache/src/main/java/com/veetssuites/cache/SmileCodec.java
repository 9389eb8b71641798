package com.veetssuites.cache;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.smile.SmileMapper;

/**
 * Values as Smile, the binary form of JSON, by Jackson. The type is fixed by the region; nothing in
 * the bytes can name a class.
 */
final class SmileCodec<V> implements Codec<V> {

  private static final ObjectMapper MAPPER = SmileMapper.builder().build();

  private final ObjectWriter writer;
  private final ObjectReader reader;
  private final long fingerprint;

  SmileCodec(Type type) {
    JavaType javaType = MAPPER.constructType(type);
    this.writer = MAPPER.writerFor(javaType);
    this.reader = MAPPER.readerFor(javaType);
    StringBuilder shape = new StringBuilder();
    describe(javaType, shape, new HashSet<>());
    this.fingerprint = Hash64.end(Hash64.add(Hash64.begin('f'), shape));
  }

  @Override
  public byte[] encode(V value) throws IOException {
    try {
      return writer.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
  }

  @Override
  public V decode(byte[] bytes) throws IOException {
    try {
      return reader.readValue(bytes);
    } catch (JacksonException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
  }

  @Override
  public long fingerprint() {
    return fingerprint;
  }

  /** The names and types of all that is written, as deep as the types are the program's own. */
  private static void describe(JavaType type, StringBuilder shape, Set<JavaType> seen) {
    shape.append(type.toCanonical()).append(';');
    if (!seen.add(type)) {
      return;
    }
    for (JavaType parameter : type.getBindings().getTypeParameters()) {
      describe(parameter, shape, seen);
    }
    if (type.isArrayType()) {
      describe(type.getContentType(), shape, seen);
      return;
    }
    Class<?> raw = type.getRawClass();
    if (raw.isEnum()) {
      shape.append(Arrays.toString(raw.getEnumConstants()));
    }
    if (raw.isPrimitive() || raw.getName().startsWith("java.")) {
      return;
    }
    if (raw.isRecord()) {
      for (RecordComponent part : raw.getRecordComponents()) {
        shape.append(part.getName()).append('=');
        describe(resolve(type, part.getGenericType()), shape, seen);
      }
      return;
    }
    Field[] fields = raw.getDeclaredFields();
    Arrays.sort(fields, Comparator.comparing(Field::getName));
    for (Field field : fields) {
      if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
        shape.append(field.getName()).append('=');
        describe(resolve(type, field.getGenericType()), shape, seen);
      }
    }
  }

  private static JavaType resolve(JavaType owner, Type type) {
    return MAPPER.getTypeFactory().resolveMemberType(type, owner.getBindings());
  }
}

package com.veetssuites.platform.portfolio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.platform.portfolio.Document.DocumentBroken;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A check that a ZIP archive (PKWARE APPNOTE 6.3) is sound and harmless: its directory, its local
 * headers and its data say the same, nothing overlaps, no name leads out of a folder, and all of it
 * inflates to its declared size and checksum within bounds.
 *
 * <p>It is read by hand since the libraries trust the number of entries, or one of the two places
 * that name them; memory stays bounded whatever the archive claims.
 */
final class ZipFormat {

  static final int MAX_ENTRIES = 2_000;
  static final long MAX_INFLATED = 100L << 20;

  /** An entry above {@link #RATIO_FLOOR} may be so many times larger than its compressed form. */
  static final int MAX_RATIO = 200;

  static final long RATIO_FLOOR = 1L << 20;

  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int LOCAL_HEADER_LENGTH = 30;
  private static final int DIRECTORY_HEADER = 0x02014b50;
  private static final int DIRECTORY_HEADER_LENGTH = 46;
  private static final int DIRECTORY_END = 0x06054b50;
  private static final int DIRECTORY_END_LENGTH = 22;
  private static final int MAX_COMMENT = 0xffff;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  private final ByteBuffer archive;
  private final String kind;

  private ZipFormat(byte[] bytes, String kind) {
    this.archive = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.kind = kind;
  }

  static boolean begins(byte[] bytes) {
    return bytes.length >= DIRECTORY_END_LENGTH
        && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0) == LOCAL_HEADER;
  }

  /**
   * Checks the archive and returns the names of its entries.
   *
   * @param kind what the archive is meant to be, for the message
   * @throws DocumentBroken when it is not sound, or not harmless
   */
  static Set<String> check(byte[] bytes, String kind) {
    return new ZipFormat(bytes, kind).check();
  }

  private record Entry(
      String name, int flags, int method, int crc, long compressed, long inflated, int header) {}

  private Set<String> check() {
    int end = directoryEnd();
    long directory = unsigned(end + 16);
    List<Entry> entries = entries(directory, end);
    entries.sort(Comparator.comparingInt(Entry::header));
    Set<String> names = new HashSet<>();
    long free = 0; // where the next entry may begin
    long total = 0;
    for (Entry entry : entries) {
      checkName(entry.name());
      require(names.add(entry.name()), "it holds two entries of one name");
      require(entry.header() >= free, "its entries overlap");
      int data = data(entry, directory);
      free = data + entry.compressed();
      require(free <= directory, "an entry reaches into its directory");
      total += inflate(entry, data, MAX_INFLATED - total);
    }
    return names;
  }

  private int directoryEnd() {
    int last = archive.capacity() - DIRECTORY_END_LENGTH;
    for (int at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
      if (archive.getInt(at) == DIRECTORY_END && unsignedShort(at + 20) == last - at) {
        return at;
      }
    }
    throw broken("its end is missing");
  }

  private List<Entry> entries(long directory, int end) {
    int count = unsignedShort(end + 10);
    require(count <= MAX_ENTRIES, "it holds more than %d entries".formatted(MAX_ENTRIES));
    require(
        unsignedShort(end + 8) == count && directory + unsigned(end + 12) == end,
        "its directory does not lie where it should");
    List<Entry> entries = new ArrayList<>(count);
    int at = (int) directory;
    for (int i = 0; i < count; i++) {
      require(
          at + DIRECTORY_HEADER_LENGTH <= end && archive.getInt(at) == DIRECTORY_HEADER,
          "its directory is damaged");
      int nameLength = unsignedShort(at + 28);
      int next =
          at
              + DIRECTORY_HEADER_LENGTH
              + nameLength
              + unsignedShort(at + 30)
              + unsignedShort(at + 32);
      long header = unsigned(at + 42);
      require(next <= end && header < directory, "its directory is damaged");
      entries.add(
          new Entry(
              text(at + DIRECTORY_HEADER_LENGTH, nameLength),
              unsignedShort(at + 8),
              unsignedShort(at + 10),
              archive.getInt(at + 16),
              unsigned(at + 20),
              unsigned(at + 24),
              (int) header));
      at = next;
    }
    require(at == end, "its directory is damaged");
    return entries;
  }

  private void checkName(String name) {
    boolean leadsOut =
        name.isEmpty()
            || name.startsWith("/")
            || name.contains("\\")
            || name.contains(":")
            || name.chars().anyMatch(Character::isISOControl)
            || List.of(name.split("/", -1)).contains("..");
    require(!leadsOut, "the name of an entry leads out of its folder");
  }

  /** Where the data of an entry begin. */
  private int data(Entry entry, long directory) {
    int at = entry.header();
    require(
        at + LOCAL_HEADER_LENGTH <= directory && archive.getInt(at) == LOCAL_HEADER,
        "the header of an entry is missing");
    int nameLength = unsignedShort(at + 26);
    int data = at + LOCAL_HEADER_LENGTH + nameLength + unsignedShort(at + 28);
    require(
        data <= directory
            && text(at + LOCAL_HEADER_LENGTH, nameLength).equals(entry.name())
            && unsignedShort(at + 8) == entry.method(),
        "its directory and an entry contradict each other");
    return data;
  }

  /** Inflates an entry into nothing, and returns how large it is. */
  private long inflate(Entry entry, int data, long allowed) {
    require(
        ((entry.flags() | unsignedShort(entry.header() + 6)) & ENCRYPTED) == 0,
        "an entry is encrypted");
    var crc = new CRC32();
    if (entry.method() == STORED) {
      require(entry.inflated() == entry.compressed(), "the size of an entry is wrong");
      require(entry.inflated() <= allowed, tooLarge());
      crc.update(archive.array(), data, (int) entry.compressed());
    } else {
      require(entry.method() == DEFLATED, "an entry is compressed by an unusual method");
      long inflated = inflate(entry, data, allowed, crc);
      require(inflated == entry.inflated(), "the size of an entry is wrong");
    }
    require((int) crc.getValue() == entry.crc(), "the checksum of an entry is wrong");
    return entry.inflated();
  }

  private long inflate(Entry entry, int data, long allowed, CRC32 crc) {
    byte[] buffer = new byte[16 << 10];
    long inflated = 0;
    try (var inflater = new Inflater(true)) {
      inflater.setInput(archive.array(), data, (int) entry.compressed());
      while (!inflater.finished()) {
        int length = inflater.inflate(buffer);
        require(length > 0 || inflater.finished(), "the data of an entry end before they should");
        crc.update(buffer, 0, length);
        inflated += length;
        require(inflated <= allowed, tooLarge());
        require(
            inflated <= RATIO_FLOOR || inflated <= MAX_RATIO * inflater.getBytesRead(),
            "an entry is compressed so much that it looks like a decompression bomb");
      }
      require(
          inflater.getBytesRead() == entry.compressed(),
          "the data of an entry are followed by others");
      return inflated;
    } catch (DataFormatException e) {
      throw broken("the data of an entry are damaged");
    }
  }

  private static String tooLarge() {
    return "it inflates to more than %d MB, like a decompression bomb"
        .formatted(MAX_INFLATED >> 20);
  }

  private String text(int at, int length) {
    return new String(archive.array(), at, length, UTF_8);
  }

  private int unsignedShort(int at) {
    return Short.toUnsignedInt(archive.getShort(at));
  }

  private long unsigned(int at) {
    return Integer.toUnsignedLong(archive.getInt(at));
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw broken(otherwise);
    }
  }

  private DocumentBroken broken(String reason) {
    return new DocumentBroken(kind, reason);
  }
}

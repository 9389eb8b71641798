package com.veetssuites.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.platform.upkeep.CleanUp;
import com.veetssuites.platform.upkeep.CleanUpRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OrphanedFilesTest {

  @TempDir Path folder;
  private FileStore files;
  private final Set<String> used = new HashSet<>();
  private final List<Integer> asked = new ArrayList<>();

  private final FileOwner owner =
      new FileOwner() {
        @Override
        public String area() {
          return "portfolios";
        }

        @Override
        public Set<String> inUse(Collection<String> keys) {
          asked.add(keys.size());
          Set<String> found = new HashSet<>(keys);
          found.retainAll(used);
          return found;
        }
      };

  @BeforeEach
  void open() {
    files = new FolderFileStore(new DataFolder(folder), Clock.systemUTC());
  }

  private static InputStream content() {
    return new ByteArrayInputStream(new byte[] {1});
  }

  private String stored(String area, Duration ago) throws IOException {
    String key = files.store(area, content(), "application/pdf");
    age(key, ago);
    return key;
  }

  private void age(String key, Duration ago) throws IOException {
    Files.setLastModifiedTime(
        folder.resolve("files").resolve(key), FileTime.from(Instant.now().minus(ago)));
  }

  private long clean() throws Exception {
    CleanUp orphans = new OrphanedFiles(files, List.of(owner));
    return CleanUpRun.of(orphans, PlatformServer.shared());
  }

  @Test
  void a_file_that_no_row_names_is_deleted_after_a_day_and_no_other() throws Exception {
    String orphan = stored("portfolios", Duration.ofHours(97));
    String fresh = stored("portfolios", Duration.ofHours(23));
    String named = stored("portfolios", Duration.ofDays(400));
    String nobodys = stored("pictures", Duration.ofDays(400));
    used.add(named);
    Path foreign = Files.writeString(folder.resolve("files/portfolios/README"), "not ours");
    Files.setLastModifiedTime(foreign, FileTime.from(Instant.EPOCH));
    assertThat(clean()).isEqualTo(1);
    assertThat(files.open(orphan)).isEmpty();
    assertThat(files.open(fresh)).isPresent();
    assertThat(files.open(named)).isPresent();
    assertThat(files.open(nobodys)).isPresent();
    assertThat(foreign).exists();
    assertThat(clean()).isZero();
  }

  @Test
  void many_files_are_looked_at_a_thousand_at_a_time() throws Exception {
    Path area = Files.createDirectories(folder.resolve("files/portfolios"));
    for (int i = 0; i < 2_500; i++) {
      String key = "portfolios/" + UUID.randomUUID() + ".pdf";
      Files.createFile(folder.resolve("files").resolve(key));
      age(key, Duration.ofDays(5));
      if (i % 5 == 0) {
        used.add(key);
      }
    }
    assertThat(clean()).isEqualTo(2_000);
    assertThat(asked).containsExactly(1_000, 1_000, 500);
    try (var left = Files.list(area)) {
      assertThat(left).hasSize(500);
    }
  }

  @Test
  void the_documents_and_recordings_that_rows_name_are_in_use() throws Exception {
    var server = PlatformServer.shared();
    var student = server.student();
    long course = server.course(server.instructor(), "0", true);
    String document = "portfolios/" + UUID.randomUUID() + ".pdf";
    String recording = "recordings/" + UUID.randomUUID() + ".mp4";
    server
        .database()
        .sql(
            """
            INSERT INTO portfolios (user_id, file_key, content_type, size, sha256, status)
            VALUES (:user, :key, 'application/pdf', 1, '', 'uploaded')
            """)
        .param("user", student.id())
        .param("key", document)
        .update();
    server
        .database()
        .sql(
            """
            INSERT INTO sessions (course_id, title, scheduled_at, recording_status, recording_key)
            VALUES (:course, 'Lecture', now(), 'available', :key)
            """)
        .param("course", course)
        .param("key", recording)
        .update();
    List<String> areas = new ArrayList<>();
    for (FileOwner each : server.beans(FileOwner.class)) {
      areas.add(each.area());
      String key = each.area().equals("portfolios") ? document : recording;
      String other = each.area() + "/" + UUID.randomUUID();
      assertThat(each.inUse(List.of(other, key))).containsExactly(key);
    }
    assertThat(areas).containsExactlyInAnyOrder("portfolios", "recordings");
  }
}

package com.veetssuites.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.command.CommandFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {

  @ParameterizedTest
  @CsvSource({
    "Linux,    amd64,   false, postgres-linux-x86_64.txz",
    "Linux,    aarch64, false, postgres-linux-arm_64.txz",
    "Linux,    amd64,   true,  postgres-linux-x86_64-alpine_linux.txz",
    "Mac OS X, x86_64,  false, postgres-darwin-x86_64.txz",
    "Mac OS X, aarch64, false, postgres-darwin-arm_64.txz"
  })
  void the_archive_follows_system_and_processor(
      String system, String architecture, boolean musl, String archive) {
    assertThat(PostgresBinaries.archive(system, architecture, musl)).isEqualTo(archive);
  }

  @ParameterizedTest
  @CsvSource({"Linux, riscv64", "Windows 11, amd64", "SunOS, sparcv9"})
  void a_machine_without_binaries_is_told_of_DATABASE_URL(String system, String architecture) {
    assertThatThrownBy(() -> PostgresBinaries.archive(system, architecture, false))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("No embedded PostgreSQL is packaged for")
        .hasMessageContaining("DATABASE_URL=postgres://");
  }

  @Test
  void an_archive_that_is_not_packaged_is_told_of_DATABASE_URL(@TempDir Path folder) {
    assertThatThrownBy(() -> PostgresBinaries.below(folder, "postgres-linux-riscv64.txz"))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("DATABASE_URL=postgres://");
  }

  @Test
  void binaries_that_lost_something_are_unpacked_again(@TempDir Path folder) throws Exception {
    PostgresBinaries binaries = PostgresBinaries.below(folder);
    Path postgres = Path.of(binaries.program("postgres"));
    long size = Files.size(postgres);
    Files.write(postgres, new byte[0]);
    Files.createDirectory(folder.resolve("18-of-last-year"));

    PostgresBinaries again = PostgresBinaries.below(folder);
    again.deleteOthers();

    assertThat(again).isEqualTo(binaries);
    assertThat(postgres).hasSize(size).isExecutable();
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(again.folder()));
  }
}

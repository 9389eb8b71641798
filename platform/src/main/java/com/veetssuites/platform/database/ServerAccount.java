package com.veetssuites.platform.database;

import com.sun.security.auth.module.UnixSystem;
import com.veetssuites.command.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs, which refuses to run as root: this process's own user, or for root, the
 * first of these that can reach the programs and the data: the owner of the data if that is another
 * user, root inside a user namespace (where it has no power and another number), the user nobody.
 *
 * @param prefix what goes before the command line of a program to run it as that user
 * @param user number of the user that must own the files, as this process sees it
 * @param group number of its group
 */
record ServerAccount(List<String> prefix, int user, int group) {

  private static final int NOBODY = 65_534;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  static ServerAccount of(Path dataFolder, Path cluster, PostgresBinaries binaries)
      throws IOException {
    var system = new UnixSystem();
    int me = (int) system.getUid();
    Path data = Files.exists(cluster) ? cluster : dataFolder;
    int owner = Folders.owner(data);
    if (me != 0) {
      if (data.equals(cluster) && owner != me) {
        throw new CommandFailed(
            """
            The database in %s belongs to user number %d, but this process runs as user number %d: run as that user, \
            or name another folder with VEETS_DATA_FOLDER.\
            """
                .formatted(cluster, owner, me));
      }
      return new ServerAccount(List.of(), me, (int) system.getGid());
    }
    return Stream.concat(
            owner == 0
                ? Stream.of(
                    new ServerAccount(List.of("unshare", "--user"), 0, (int) system.getGid()))
                : Stream.of(dropTo(owner, Folders.group(data))),
            owner == 0 ? Stream.of(dropTo(NOBODY, NOBODY)) : Stream.empty())
        .filter(account -> account.reaches(dataFolder, binaries))
        .findFirst()
        .orElseThrow(() ->
            new CommandFailed(
                """
                PostgreSQL does not run as root, and this root may neither open a user namespace nor become a \
                user who can reach %s: start veets as a normal user, or set DATABASE_URL to a PostgreSQL of \
                your own.\
                """
                    .formatted(dataFolder)));
  }

  /** A command line that runs a program as this user. */
  List<String> command(String... commandLine) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(commandLine));
    return command;
  }

  /** Gives files to this user, who has them already unless root is stepping down. */
  void give(Path path) throws IOException {
    if (Folders.owner(path) != user) {
      Folders.give(path, user, group);
    }
  }

  private static ServerAccount dropTo(int user, int group) {
    return new ServerAccount(
        List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups"), user, group);
  }

  /** Tried, not reasoned: permissions, namespaces, capabilities and mounts all have a say. */
  private boolean reaches(Path dataFolder, PostgresBinaries binaries) {
    try {
      return Subprocess.run(TIMEOUT, command(binaries.program("postgres"), "--version")).succeeded()
          && Subprocess.run(TIMEOUT, command("test", "-x", dataFolder.toString())).succeeded();
    } catch (IOException e) {
      return false;
    }
  }
}

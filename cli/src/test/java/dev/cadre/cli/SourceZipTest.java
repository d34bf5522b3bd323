package dev.cadre.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceZipTest {
  @TempDir Path folder;

  @Test
  void the_same_files_give_the_same_bytes_whenever_they_were_written() throws IOException {
    byte[] first = pack("one", List.of("b.py", "a.py", "lib/c.py"));
    byte[] second = pack("two", List.of("lib/c.py", "a.py", "b.py"));
    Files.setLastModifiedTime(
        folder.resolve("two/a.py"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    assertThat(second).isEqualTo(first);
    assertThat(repack("two")).isEqualTo(first);
  }

  @Test
  void an_executable_stays_one() throws IOException {
    write("one/run.sh", "x");
    Files.setPosixFilePermissions(
        folder.resolve("one/run.sh"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Path zip = folder.resolve("x.zip");
    SourceZip.pack(folder.resolve("one"), zip);
    Map<String, Object> options = Map.of("enablePosixFileAttributes", true);
    try (FileSystem in = FileSystems.newFileSystem(zip, options)) {
      assertThat(Files.getPosixFilePermissions(in.getPath("run.sh")))
          .contains(PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OTHERS_READ)
          .doesNotContain(PosixFilePermission.OTHERS_WRITE);
    }
  }

  @Test
  void tools_folders_links_and_ignored_files_stay_out() throws IOException {
    for (String name :
        List.of(
            "agent.py",
            ".git/config",
            ".venv/x",
            "pkg/__pycache__/a.pyc",
            "pkg/a.py",
            "pkg/target/x",
            "data/big.csv",
            "data/small.csv",
            "docs/a.md",
            "pkg/docs/b.md",
            "notes.txt")) {
      write("one/" + name, name);
    }
    Files.createSymbolicLink(folder.resolve("one/passwd"), Path.of("/etc/passwd"));
    write("one/.cadreignore", "# mine\n*.csv\n!small.csv\n/docs/\nnotes.txt/\n");
    Path zip = folder.resolve("x.zip");
    SourceZip.Packed packed = SourceZip.pack(folder.resolve("one"), zip);
    assertThat(packed.files()).isEqualTo(5);
    try (FileSystem in = FileSystems.newFileSystem(zip)) {
      for (String there :
          List.of("agent.py", "pkg/a.py", "data/small.csv", "pkg/docs/b.md", "notes.txt")) {
        assertThat(in.getPath(there)).exists();
      }
    }
  }

  @Test
  void an_empty_folder_is_refused() throws IOException {
    Files.createDirectory(folder.resolve("one"));
    assertThatThrownBy(() -> SourceZip.pack(folder.resolve("one"), folder.resolve("x.zip")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no file to deploy");
  }

  private byte[] pack(String source, List<String> names) throws IOException {
    for (String name : names) {
      write(source + "/" + name, name);
    }
    return repack(source);
  }

  private byte[] repack(String source) throws IOException {
    Path zip = folder.resolve(source + ".zip");
    Files.deleteIfExists(zip);
    SourceZip.pack(folder.resolve(source), zip);
    return Files.readAllBytes(zip);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

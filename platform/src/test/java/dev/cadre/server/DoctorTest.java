package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.worker.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path folder;

  private static Isolation isolation(List<Isolation.Gap> gaps) {
    return new Isolation(
        gaps.isEmpty(), true, true, Isolation.User.OWN, Isolation.Accounting.CGROUP_V2, gaps);
  }

  private List<Doctor.Finding> examine(Isolation isolation) throws IOException {
    return new Doctor(isolation, folder, List.of(folder), "embedded").examine();
  }

  private static Doctor.Finding named(List<Doctor.Finding> findings, String name) {
    return findings.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  private void program(String name) throws IOException {
    Files.createFile(
        folder.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  @Test
  void what_is_missing_is_a_warning_with_a_remedy() throws IOException {
    List<Doctor.Finding> findings = examine(isolation(List.of()));
    for (String name : List.of("python", "node")) {
      assertThat(named(findings, name).state()).isEqualTo(Doctor.State.WARN);
      assertThat(named(findings, name).remedy()).contains("install");
    }
  }

  @Test
  void what_is_there_is_named() throws IOException {
    program("python3.12");
    program("node");
    List<Doctor.Finding> findings = examine(isolation(List.of()));
    assertThat(named(findings, "python").detail()).isEqualTo("python3.12");
    assertThat(named(findings, "node").state()).isEqualTo(Doctor.State.OK);
  }

  @Test
  void a_file_that_cannot_be_run_is_no_program() throws IOException {
    Files.createFile(
        folder.resolve("node"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
    assertThat(named(examine(isolation(List.of())), "node").state()).isEqualTo(Doctor.State.WARN);
  }

  @Test
  void every_gap_of_the_isolation_is_told_with_its_reason_and_remedy() throws IOException {
    Isolation.Gap gap = new Isolation.Gap("no sandbox", "bwrap is not there", "install bubblewrap");
    Doctor.Finding finding = named(examine(isolation(List.of(gap))), "isolation");
    assertThat(finding.state()).isEqualTo(Doctor.State.WARN);
    assertThat(finding.detail()).isEqualTo("no sandbox: bwrap is not there");
    assertThat(finding.remedy()).isEqualTo("install bubblewrap");
  }
}

package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.agent.RuntimeSupport;
import dev.cadre.worker.Isolation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path folder;

  private List<RuntimeSupport> runtimes = List.of();

  private static Isolation isolation(List<Isolation.Gap> gaps) {
    boolean all = gaps.isEmpty();
    return new Isolation(
        all, true, true, all, Isolation.User.OWN, Isolation.Accounting.CGROUP_V2, gaps);
  }

  private List<Doctor.Finding> examine(Isolation isolation) throws Exception {
    return new Doctor(isolation, folder, () -> runtimes, "embedded").examine();
  }

  private static Doctor.Finding named(List<Doctor.Finding> findings, String name) {
    return findings.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void what_is_missing_is_a_warning_with_a_remedy() throws Exception {
    runtimes = List.of(new RuntimeSupport("Node 22", null, "there is no node"));
    Doctor.Finding finding = named(examine(isolation(List.of())), "Node 22");
    assertThat(finding.state()).isEqualTo(Doctor.State.WARN);
    assertThat(finding.detail()).isEqualTo("there is no node");
    assertThat(finding.remedy()).contains("install");
  }

  @Test
  void a_stand_in_is_a_warning_and_says_what_it_is() throws Exception {
    runtimes = List.of(new RuntimeSupport("Python 3.12", "3.11.7", "Python 3.11.7 runs the agent"));
    Doctor.Finding finding = named(examine(isolation(List.of())), "Python 3.12");
    assertThat(finding.state()).isEqualTo(Doctor.State.WARN);
    assertThat(finding.detail()).contains("3.11.7");
  }

  @Test
  void what_is_there_is_named_with_its_version() throws Exception {
    runtimes = List.of(new RuntimeSupport("Java 25", "25.0.3", null));
    Doctor.Finding finding = named(examine(isolation(List.of())), "Java 25");
    assertThat(finding.state()).isEqualTo(Doctor.State.OK);
    assertThat(finding.detail()).isEqualTo("25.0.3");
  }

  @Test
  void the_filter_of_system_calls_is_named_where_it_is_in_force() throws Exception {
    assertThat(named(examine(isolation(List.of())), "system calls").detail()).contains("seccomp");
    Isolation.Gap gap = new Isolation.Gap("any system call", "no filter", null);
    assertThat(examine(isolation(List.of(gap)))).noneMatch(f -> f.name().equals("system calls"));
  }

  @Test
  void every_gap_of_the_isolation_is_told_with_its_reason_and_remedy() throws Exception {
    Isolation.Gap gap = new Isolation.Gap("no sandbox", "bwrap is not there", "install bubblewrap");
    Doctor.Finding finding = named(examine(isolation(List.of(gap))), "isolation");
    assertThat(finding.state()).isEqualTo(Doctor.State.WARN);
    assertThat(finding.detail()).isEqualTo("no sandbox: bwrap is not there");
    assertThat(finding.remedy()).isEqualTo("install bubblewrap");
  }
}

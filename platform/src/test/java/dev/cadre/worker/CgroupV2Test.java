package dev.cadre.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a folder that looks like the kernel's: what is written, not what the kernel makes of it. */
final class CgroupV2Test {
  @TempDir private Path mount;

  private Path own(String controllers) throws IOException {
    Files.writeString(mount.resolve("cgroup.controllers"), controllers);
    Path own = Files.createDirectories(mount.resolve("cadre.service"));
    Files.writeString(own.resolve("cgroup.controllers"), controllers);
    return own;
  }

  @Test
  void the_platform_steps_aside_and_a_worker_gets_its_limits() throws Exception {
    Path own = own("cpuset cpu io memory pids");
    CgroupV2 cgroups = CgroupV2.find(mount, "0::/cadre.service\n", 77).orElseThrow();
    assertThat(own.resolve("platform/cgroup.procs")).hasContent("77");
    assertThat(own.resolve("cgroup.subtree_control")).hasContent("+memory +pids +cpu");
    CgroupV2.Group group =
        cgroups.create("w1", new Limits(64L << 20, 0.5, 32, 64, 1 << 20, 1 << 20));
    group.add(78);
    Path folder = own.resolve("workers/w1");
    assertThat(folder.resolve("memory.max")).hasContent("67108864");
    assertThat(folder.resolve("memory.oom.group")).hasContent("1");
    assertThat(folder.resolve("pids.max")).hasContent("32");
    assertThat(folder.resolve("cpu.max")).hasContent("50000 100000");
    assertThat(folder.resolve("cgroup.procs")).hasContent("78");
  }

  @Test
  void a_kill_for_memory_is_seen() throws Exception {
    own("cpu memory pids");
    CgroupV2.Group group =
        CgroupV2.find(mount, "0::/cadre.service", 77).orElseThrow().create("w", Limits.DEFAULT);
    Path events = group.folder().resolve("memory.events");
    Files.writeString(events, "low 0\noom 0\noom_kill 0\n");
    assertThat(group.outOfMemory()).isFalse();
    Files.writeString(events, "low 0\noom 1\noom_kill 2\n");
    assertThat(group.outOfMemory()).isTrue();
  }

  @Test
  void without_the_controllers_or_version_2_there_is_none() throws Exception {
    own("cpu pids");
    assertThat(CgroupV2.find(mount, "0::/cadre.service", 77)).isEmpty();
    assertThat(CgroupV2.find(mount, "4:memory:/x\n0::/", 77)).isEmpty();
    assertThat(CgroupV2.find(mount.resolve("nowhere"), "0::/", 77)).isEmpty();
  }
}

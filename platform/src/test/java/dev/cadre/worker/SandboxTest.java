package dev.cadre.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hostile agent tries. Needs Linux and bubblewrap, and fails without them. */
final class SandboxTest {
  @TempDir private Path root;
  private Bench bench;

  @BeforeEach
  void start() {
    bench = Bench.sandboxed(root);
    assertThat(bench.launcher.isolation().full())
        .describedAs(bench.launcher.isolation().sentence())
        .isTrue();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private String saidBy(Worker worker) throws InterruptedException {
    Exit exit = worker.awaitExit();
    assertThat(exit).describedAs("%s", worker.lastLines()).isEqualTo(new Exit.Exited(0));
    return String.join("\n", worker.lastLines());
  }

  @Test
  void an_agent_works_in_its_own_folder() throws Exception {
    WorkerSpec spec = bench.spec(java.util.List.of("sh", "-c", "pwd; echo $HOME; echo hi > note"));
    Worker worker = bench.launcher.start(spec);
    String work = spec.workFolder().toString();
    assertThat(saidBy(worker)).isEqualTo(work + "\n" + work);
    assertThat(spec.workFolder().resolve("note")).hasContent("hi");
  }

  @Test
  void interpreters_certificates_and_names_are_found() throws Exception {
    Worker worker =
        bench.shell(
            "whoami; node -e 'console.log(1 + 1)'; python3 -c 'import ssl;"
                + " print(len(ssl.create_default_context().get_ca_certs()) > 9)'");
    assertThat(saidBy(worker)).isEqualTo("agent\n2\nTrue");
  }

  @Test
  void another_sessions_files_are_not_there() throws Exception {
    WorkerSpec other = bench.spec(java.util.List.of("sleep", "60"));
    bench.launcher.start(other);
    Files.writeString(other.workFolder().resolve("secret"), "s3cret");
    Worker worker =
        bench.shell("ls " + other.workFolder() + " " + other.code() + " 2>&1; ls -A " + root);
    assertThat(saidBy(worker)).contains("No such file").doesNotContain("secret");
    assertThat(worker.lastLines()).contains("code-2", "work-2").doesNotContain("work-1", "state");
  }

  @Test
  void the_platforms_state_and_home_are_not_there() throws Exception {
    Path state = Files.createDirectories(root.resolve("state"));
    Files.writeString(state.resolve("keys"), "s3cret");
    String home = System.getProperty("user.home");
    Worker worker =
        bench.shell(
            "cat " + state + "/keys; ls -A " + home + " | grep -v pyenv; cat /etc/shadow; true");
    assertThat(saidBy(worker))
        .doesNotContain("s3cret")
        .contains("No such file")
        .doesNotContain("root:");
  }

  @Test
  void code_and_system_cannot_be_changed() throws Exception {
    WorkerSpec spec =
        bench.spec(
            java.util.List.of(
                "sh",
                "-c",
                "for f in $CODE /usr /etc /dev / /proc/sys/kernel; do"
                    + " touch $f/x 2>/dev/null && echo wrote $f; done; true"));
    Worker worker = bench.launcher.start(Bench.with(spec, Map.of("CODE", spec.code().toString())));
    assertThat(saidBy(worker)).isEmpty();
  }

  @Test
  void an_agent_has_no_privileges_and_gets_none() throws Exception {
    Worker worker =
        bench.shell(
            "id -u; grep -E 'Cap(Prm|Eff|Amb)|NoNewPrivs' /proc/self/status;"
                + " unshare --mount true 2>&1; mount -t tmpfs x /tmp 2>&1; true");
    String said = saidBy(worker);
    assertThat(said).contains("CapPrm:\t0000000000000000", "CapEff:\t0000000000000000");
    assertThat(said).contains("NoNewPrivs:\t1").contains("Operation not permitted");
    assertThat(worker.lastLines().getFirst()).isNotEqualTo("0");
  }

  @Test
  void calls_that_only_attack_the_kernel_are_refused_whatever_their_arguments() throws Exception {
    assertThat(bench.launcher.isolation().calls())
        .describedAs(bench.launcher.isolation().sentence())
        .isTrue();
    boolean onX86 = "amd64".equals(System.getProperty("os.arch"));
    String numbers =
        DeniedCall.ALL.stream()
            .map(call -> "'" + call.name() + "': " + call.number(onX86))
            .collect(Collectors.joining(", ", "{", "}"));
    Worker worker =
        bench.shell(
            """
            grep Seccomp: /proc/self/status
            cat > calls.py <<'END'
            import ctypes, errno, socket, threading
            libc = ctypes.CDLL(None, use_errno=True)
            def call(*arguments):
                ctypes.set_errno(0)
                libc.syscall(*[ctypes.c_long(a) for a in arguments])
                return errno.errorcode.get(ctypes.get_errno(), 'nothing')
            for name, number in %s.items():
                if number >= 0 and (answer := call(number, -1, -1, -1, -1, -1, -1)) != 'EPERM':
                    print(name, answer)
            print('clone3', call(435, 0, 0))
            for flag in (0x10000000, 0x00020000, 0x40000000):
                print('clone', call(%d, flag | 17, 0, 0, 0, 0))
            for family in (38, 40):
                try:
                    socket.socket(family, socket.SOCK_STREAM)
                except OSError as e:
                    print('socket', errno.errorcode[e.errno])
            print('ioctl', call(%d, 0, 0x5412, 0))
            threading.Thread(target=lambda: print('a thread')).start()
            END
            python3 calls.py"""
                .formatted(numbers, onX86 ? 56 : 220, onX86 ? 16 : 29));
    assertThat(saidBy(worker).lines())
        .containsExactly(
            "Seccomp:\t2",
            "clone3 ENOSYS",
            "clone EPERM",
            "clone EPERM",
            "clone EPERM",
            "socket EPERM",
            "socket EPERM",
            "ioctl EPERM",
            "a thread");
  }

  @Test
  void a_link_that_leads_out_does_not_lead_out() throws Exception {
    Path secret = Files.writeString(root.resolve("outside"), "s3cret");
    Worker worker =
        bench.shell("ln -s " + secret + " l; cat l; cat /proc/1/root" + secret + "; true");
    assertThat(saidBy(worker)).doesNotContain("s3cret");
  }

  @Test
  void only_its_own_processes_are_seen() throws Exception {
    bench.shell("exec sleep 61");
    Worker worker = bench.shell("cat /proc/[0-9]*/cmdline | tr '\\0' ' '; kill -9 -1; true");
    worker.awaitExit();
    assertThat(String.join("\n", worker.lastLines())).doesNotContain("sleep 61", "bin/java ");
  }

  @Test
  void the_platforms_environment_is_not_the_agents() throws Exception {
    WorkerSpec spec = bench.spec(java.util.List.of("env"));
    Worker worker =
        bench.launcher.start(Bench.with(spec, Map.of("A", "it's\n\"x\" $HOME", "b.c", "2")));
    String said = saidBy(worker);
    assertThat(said).contains("A=it's\n\"x\" $HOME", "b.c=2", "PORT=8080", "HTTPS_PROXY=");
    assertThat(said.lines().map(l -> l.split("=")[0]))
        .containsOnlyOnce("PATH", "HOME")
        .doesNotContain("JAVA_HOME", "USERNAME", "MAVEN_CMD_LINE_ARGS", "OLDPWD");
  }

  @Test
  void a_preloaded_library_runs_without_privileges_only() throws Exception {
    // Were the variable given to the programs that build the sandbox, they would complain first.
    WorkerSpec spec = bench.spec(java.util.List.of("sh", "-c", "exit 0"));
    Worker worker = bench.launcher.start(Bench.with(spec, Map.of("LD_PRELOAD", "/no/such.so")));
    worker.awaitExit();
    assertThat(worker.lastLines()).hasSize(1).first().asString().contains("/no/such.so");
  }

  @Test
  void temporary_files_are_private_and_bounded() throws Exception {
    Path probe = Files.createTempFile("cadre", "probe");
    try {
      Worker worker =
          bench.shell(
              "ls /tmp; head -c 40000000 /dev/zero > /tmp/big 2>/dev/null; stat -c %s /tmp/big");
      String said = saidBy(worker);
      assertThat(said).doesNotContain(probe.getFileName().toString());
      assertThat(Long.parseLong(worker.lastLines().getLast())).isLessThanOrEqualTo(32L << 20);
    } finally {
      Files.delete(probe);
    }
  }

  @Test
  void a_command_sees_the_sandbox_of_its_worker() throws Exception {
    Worker worker = bench.shell("echo 42 > note; echo up; exec sleep 60");
    await(() -> worker.lastLines().contains("up"));
    var output = new Collected();
    CommandResult result =
        worker.run(
            java.util.List.of(
                "sh",
                "-c",
                "cat note; id -u; pwd; ls /proc | grep -c '^[0-9]'; ls "
                    + root.resolve("state")
                    + "; grep CapEff /proc/self/status; echo err >&2; exit 3"),
            Duration.ofSeconds(10),
            output);
    assertThat(result).isEqualTo(new CommandResult.Completed(3));
    assertThat(output.out.lines().findFirst()).contains("42");
    assertThat(output.out).contains("work-1", "CapEff:\t0000000000000000");
    assertThat(output.out.lines().skip(1).findFirst()).isNotEqualTo("0");
    assertThat(output.err).contains("No such file").contains("err");
  }

  @Test
  void what_a_command_wrote_before_it_ended_is_passed_on_to_a_slow_taker() throws Exception {
    Worker worker = bench.shell("exec sleep 60");
    // Less than a pipe holds: the command ends while most of it is still to be read.
    String command = "head -c 60001 /dev/zero";
    var taken = new java.util.concurrent.atomic.AtomicLong();
    CommandOutput slow =
        new CommandOutput() {
          @Override
          public void stdout(byte[] bytes) {
            if (taken.getAndAdd(bytes.length) == 0) {
              awaitEndOf(command);
            }
          }

          @Override
          public void stderr(byte[] bytes) {}
        };
    worker.run(java.util.List.of(command.split(" ", -1)), Duration.ofSeconds(30), slow);
    assertThat(taken.get()).isEqualTo(60_001);
  }

  private static void awaitEndOf(String command) {
    try {
      await(
          () ->
              ProcessHandle.allProcesses()
                  .noneMatch(p -> p.info().commandLine().orElse("").endsWith(command)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    // The platform learns of the end a moment after the process table does.
    java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
  }

  @Test
  void a_detached_process_neither_holds_a_command_nor_speaks_after_it() throws Exception {
    Worker worker = bench.shell("exec sleep 60");
    var output = new Collected();
    String detach = "(while :; do echo late; sleep 0.01; done) & echo now";
    var result = worker.run(java.util.List.of("sh", "-c", detach), Duration.ofSeconds(30), output);
    String said = output.out;
    assertThat(result).isEqualTo(new CommandResult.Completed(0));
    assertThat(said).contains("now");
    worker.run(java.util.List.of("sleep", "0.1"), Duration.ofSeconds(5), new Collected());
    assertThat(output.out).isEqualTo(said);
  }

  @Test
  void a_taker_that_fails_ends_the_command() throws Exception {
    Worker worker = bench.shell("exec sleep 60");
    CommandOutput full =
        new CommandOutput() {
          @Override
          public void stdout(byte[] bytes) {
            throw new IllegalStateException("the client has gone");
          }

          @Override
          public void stderr(byte[] bytes) {}
        };
    assertThatThrownBy(
            () ->
                worker.run(
                    java.util.List.of("sh", "-c", "echo a; sleep 50"),
                    Duration.ofSeconds(30),
                    full))
        .hasMessage("the client has gone");
  }

  @Test
  void a_command_is_killed_at_its_timeout() throws Exception {
    Worker worker = bench.shell("exec sleep 60");
    var output = new Collected();
    CommandResult result =
        worker.run(
            java.util.List.of("sh", "-c", "echo a; sleep 50"), Duration.ofSeconds(1), output);
    assertThat(result).isEqualTo(new CommandResult.TimedOut());
    assertThat(output.out).isEqualTo("a\n");
    worker.run(
        java.util.List.of("sh", "-c", "ls -l /proc/[0-9]*/exe; cat /proc/[0-9]*/cmdline"),
        Duration.ofSeconds(5),
        output);
    assertThat(output.out).doesNotContain("sleep\00050");
  }

  static void await(java.util.concurrent.Callable<Boolean> holds) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!holds.call()) {
      assertThat(System.nanoTime()).describedAs("waited too long").isLessThan(deadline);
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  /** Output of a command. */
  static final class Collected implements CommandOutput {
    String out = "";
    String err = "";

    @Override
    public synchronized void stdout(byte[] bytes) {
      out += new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void stderr(byte[] bytes) {
      err += new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}

package dev.cadre.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The seccomp filter of a worker: system calls that no agent has a use for, and that attacks on the
 * kernel begin with, fail with EPERM. Namespaces are among them: an unprivileged one opens parts of
 * the kernel that only root reaches otherwise.
 *
 * <p>A classic BPF program over {@code struct seccomp_data}, whose fields stand at these offsets:
 * number 0, architecture 4, the low half of argument n at 16 + 8 n.
 *
 * @see <a href="https://docs.kernel.org/userspace-api/seccomp_filter.html">Seccomp BPF</a>
 */
final class SystemCallFilter {
  private static final String FILE = "seccomp.bpf";

  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;
  private static final int SECOND_ARGUMENT = 24;

  private static final int LOAD = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_GREATER_OR_EQUAL = 0x35;
  private static final int JUMP_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private static final int ALLOW = 0x7fff_0000;
  private static final int ERROR = 0x0005_0000;
  private static final int REFUSED = ERROR | 1; // EPERM
  private static final int UNKNOWN = ERROR | 38; // ENOSYS: the C library does without

  /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET. */
  private static final int NEW_NAMESPACE = 0x7e02_0000;

  /** Typing into the terminal of whoever started the platform: TIOCSTI and TIOCLINUX. */
  private static final List<Integer> TERMINAL_INPUT = List.of(0x5412, 0x541c);

  /** The kernel's own cryptography and the channel to a virtual machine's host. */
  private static final List<Integer> SOCKET_FAMILIES = List.of(38, 40); // AF_ALG, AF_VSOCK

  /** Numbers that the second ABI of x86_64 adds to those of the first. */
  private static final int X32 = 0x4000_0000;

  /** A kind of machine: its AUDIT_ARCH and the numbers of the calls that are looked into. */
  private enum Machine {
    X86_64(0xc000_003e, 56, 16, 41),
    AARCH64(0xc000_00b7, 220, 29, 198);

    final int audit;
    final int cloneCall;
    final int ioctlCall;
    final int socketCall;

    Machine(int audit, int cloneCall, int ioctlCall, int socketCall) {
      this.audit = audit;
      this.cloneCall = cloneCall;
      this.ioctlCall = ioctlCall;
      this.socketCall = socketCall;
    }
  }

  private final ByteBuffer program = ByteBuffer.allocate(8 * 512).order(ByteOrder.LITTLE_ENDIAN);
  private final Machine machine;

  private SystemCallFilter(Machine machine) {
    this.machine = machine;
  }

  /**
   * Writes the filter for this machine into {@code folder}, where bubblewrap reads it; null for a
   * machine whose calls have other numbers.
   *
   * @param architecture as the property {@code os.arch} has it
   */
  static @Nullable Path install(Path folder, String architecture) throws IOException {
    byte[] filter = of(architecture);
    if (filter == null) {
      return null;
    }
    Files.createDirectories(folder);
    return Files.write(folder.toAbsolutePath().resolve(FILE), filter);
  }

  static byte @Nullable [] of(String architecture) {
    return switch (architecture) {
      case "amd64", "x86_64" -> new SystemCallFilter(Machine.X86_64).bytes();
      case "aarch64" -> new SystemCallFilter(Machine.AARCH64).bytes();
      default -> null;
    };
  }

  private byte[] bytes() {
    step(LOAD, 0, 0, ARCHITECTURE);
    step(JUMP_EQUAL, 1, 0, machine.audit);
    step(RETURN, 0, 0, UNKNOWN); // a 32-bit program: its calls have other numbers
    step(LOAD, 0, 0, NUMBER);
    if (machine == Machine.X86_64) {
      step(JUMP_GREATER_OR_EQUAL, 0, 1, X32);
      step(RETURN, 0, 0, UNKNOWN);
    }
    // Its flags stand in memory, where a filter cannot look: glibc then calls clone.
    answer(DeniedCall.CLONE3, UNKNOWN);
    for (DeniedCall call : DeniedCall.ALL) {
      answer(call.number(machine == Machine.X86_64), REFUSED);
    }
    inspect(machine.cloneCall, FIRST_ARGUMENT, JUMP_ANY_BIT, List.of(NEW_NAMESPACE));
    inspect(machine.ioctlCall, SECOND_ARGUMENT, JUMP_EQUAL, TERMINAL_INPUT);
    inspect(machine.socketCall, FIRST_ARGUMENT, JUMP_EQUAL, SOCKET_FAMILIES);
    step(RETURN, 0, 0, ALLOW);
    byte[] bytes = new byte[program.position()];
    program.flip().get(bytes);
    return bytes;
  }

  /** One number with one answer. */
  private void answer(int number, int what) {
    if (number != DeniedCall.NONE) {
      step(JUMP_EQUAL, 0, 1, number);
      step(RETURN, 0, 0, what);
    }
  }

  /** Refuses a call when an argument meets one of {@code values}; ends the program otherwise. */
  private void inspect(int number, int argument, int comparison, List<Integer> values) {
    step(JUMP_EQUAL, 0, 2 + 2 * values.size(), number);
    step(LOAD, 0, 0, argument);
    for (int value : values) {
      step(comparison, 0, 1, value);
      step(RETURN, 0, 0, REFUSED);
    }
    step(RETURN, 0, 0, ALLOW);
  }

  /** {@code struct sock_filter}: two distances for a jump, counted from the next step. */
  private void step(int code, int jumpTrue, int jumpFalse, int value) {
    program.putShort((short) code).put((byte) jumpTrue).put((byte) jumpFalse).putInt(value);
  }
}

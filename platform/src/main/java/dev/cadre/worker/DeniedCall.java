package dev.cadre.worker;

import java.util.List;

/**
 * A system call that a worker may not make, by its numbers; {@link #NONE} where a machine lacks it.
 */
record DeniedCall(String name, int x86, int arm) {
  static final int NONE = -1;

  /** The same on every machine, as all calls since 2019. */
  static final int CLONE3 = 435;

  /** By what they open: other processes, the kernel's keys, file systems, code, the machine. */
  static final List<DeniedCall> ALL =
      List.of(
          new DeniedCall("ptrace", 101, 117),
          new DeniedCall("process_vm_readv", 310, 270),
          new DeniedCall("process_vm_writev", 311, 271),
          new DeniedCall("kcmp", 312, 272),
          new DeniedCall("pidfd_getfd", 438, 438),
          new DeniedCall("add_key", 248, 217),
          new DeniedCall("request_key", 249, 218),
          new DeniedCall("keyctl", 250, 219),
          new DeniedCall("unshare", 272, 97),
          new DeniedCall("setns", 308, 268),
          new DeniedCall("mount", 165, 40),
          new DeniedCall("umount2", 166, 39),
          new DeniedCall("pivot_root", 155, 41),
          new DeniedCall("open_tree", 428, 428),
          new DeniedCall("move_mount", 429, 429),
          new DeniedCall("fsopen", 430, 430),
          new DeniedCall("fsconfig", 431, 431),
          new DeniedCall("fsmount", 432, 432),
          new DeniedCall("fspick", 433, 433),
          new DeniedCall("mount_setattr", 442, 442),
          new DeniedCall("name_to_handle_at", 303, 264),
          new DeniedCall("open_by_handle_at", 304, 265),
          new DeniedCall("fanotify_init", 300, 262),
          new DeniedCall("quotactl", 179, 60),
          new DeniedCall("quotactl_fd", 443, 443),
          new DeniedCall("swapon", 167, 224),
          new DeniedCall("swapoff", 168, 225),
          new DeniedCall("bpf", 321, 280),
          new DeniedCall("perf_event_open", 298, 241),
          new DeniedCall("userfaultfd", 323, 282),
          new DeniedCall("io_uring_setup", 425, 425),
          new DeniedCall("io_uring_enter", 426, 426),
          new DeniedCall("io_uring_register", 427, 427),
          new DeniedCall("init_module", 175, 105),
          new DeniedCall("finit_module", 313, 273),
          new DeniedCall("delete_module", 176, 106),
          new DeniedCall("kexec_load", 246, 104),
          new DeniedCall("kexec_file_load", 320, 294),
          new DeniedCall("syslog", 103, 116),
          new DeniedCall("acct", 163, 89),
          new DeniedCall("reboot", 169, 142),
          new DeniedCall("sethostname", 170, 161),
          new DeniedCall("setdomainname", 171, 162),
          new DeniedCall("settimeofday", 164, 170),
          new DeniedCall("clock_settime", 227, 112),
          new DeniedCall("adjtimex", 159, 171),
          new DeniedCall("clock_adjtime", 305, 266),
          new DeniedCall("migrate_pages", 256, 238),
          new DeniedCall("move_pages", 279, 239),
          new DeniedCall("vhangup", 153, 58),
          new DeniedCall("iopl", 172, NONE),
          new DeniedCall("ioperm", 173, NONE));

  int number(boolean onX86) {
    return onX86 ? x86 : arm;
  }
}

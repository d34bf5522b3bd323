package dev.cadre.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The system's programs that confine a process; null where the machine lacks one. */
record Tools(
    Path shell,
    @Nullable Path bubblewrap,
    @Nullable Path setpriv,
    @Nullable Path prlimit,
    @Nullable Path nsenter,
    @Nullable Path setsid) {

  static Tools find(List<Path> path) {
    return new Tools(
        lookUp("sh", path).orElse(Path.of("/bin/sh")),
        lookUp("bwrap", path).orElse(null),
        lookUp("setpriv", path).orElse(null),
        lookUp("prlimit", path).orElse(null),
        lookUp("nsenter", path).orElse(null),
        lookUp("setsid", path).orElse(null));
  }

  static Optional<Path> lookUp(String program, List<Path> path) {
    return path.stream()
        .map(folder -> folder.resolve(program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}

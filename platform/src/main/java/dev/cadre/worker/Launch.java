package dev.cadre.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A worker about to be started, with what the platform added to its specification.
 *
 * @param command with the program's absolute path first
 * @param readable all that it may read besides the system and its own folder
 * @param uid its user on the host; -1 for the platform's own
 * @param run the launcher's folder for this worker
 */
record Launch(
    WorkerSpec spec, List<String> command, Set<Path> readable, int port, int uid, Path run) {}

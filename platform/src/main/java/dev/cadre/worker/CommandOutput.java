package dev.cadre.worker;

/**
 * Takes a command's output as it comes, one call at a time. It may block, which slows the command,
 * not the worker; a thrown exception kills the command and is thrown on.
 */
public interface CommandOutput {
  void stdout(byte[] bytes);

  void stderr(byte[] bytes);
}

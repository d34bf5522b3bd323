package dev.cadre.session;

/** Why a session is over. */
enum EndReason {
  /** StopRuntimeSession, the CLI or the console. */
  STOPPED,
  /** No invocation and no work of its own for its idle timeout. */
  IDLE_TIMEOUT,
  /** It reached its maximum life. */
  MAX_LIFETIME,
  /** Its worker exited on its own or was killed by a signal. */
  CRASHED,
  /** Its worker used more memory than its limit. */
  OUT_OF_MEMORY,
  /** Its worker wrote more than its limit. */
  DISK_FULL,
  /** Its worker did not open its port in time. */
  INIT_FAILED,
  /** Its agent or version was deleted. */
  AGENT_DELETED
}

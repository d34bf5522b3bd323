package dev.cadre.a2a;

import dev.cadre.id.SessionId;
import java.time.Instant;

/**
 * A task without its contents.
 *
 * @param agent its id
 * @param owner the name of the principal whose it is
 * @param person whom the work is done for
 * @param hops agents between whoever called first and this one
 * @param lastSeq of its latest event
 * @param statusAt when its state was last told
 */
record TaskRecord(
    TaskId id,
    String agent,
    String owner,
    String context,
    SessionId session,
    String person,
    int hops,
    TaskState state,
    int lastSeq,
    Instant statusAt) {}

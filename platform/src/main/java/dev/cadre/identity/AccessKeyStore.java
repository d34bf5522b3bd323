package dev.cadre.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where access keys are kept. Thread-safe. */
interface AccessKeyStore {

  /** A key and its secret as sealed by the vault under the key's id. */
  record Sealed(AccessKey key, String secret) {}

  /** Throws {@link dev.cadre.store.UniqueViolation} when the id is taken. */
  void insert(Sealed sealed);

  /** A key that is not revoked. */
  Optional<Sealed> find(AccessKeyId id);

  /** Every key that is not revoked, oldest first. */
  List<AccessKey> list();

  /** Forgets the secret; false when there is no such key or it was revoked before. */
  boolean revoke(AccessKeyId id, Instant at);

  /** How many keys are not revoked. */
  int count();
}

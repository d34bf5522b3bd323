package dev.cadre.identity;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Access keys in memory, counting how often one is looked up. */
final class FakeAccessKeys implements AccessKeyStore {
  private final Map<String, Sealed> rows = new ConcurrentHashMap<>();
  final AtomicInteger lookups = new AtomicInteger();

  @Override
  public void insert(Sealed sealed) {
    rows.put(sealed.key().id().value(), sealed);
  }

  @Override
  public Optional<Sealed> find(AccessKeyId id) {
    lookups.incrementAndGet();
    return Optional.ofNullable(rows.get(id.value()));
  }

  @Override
  public List<AccessKey> list() {
    return rows.values().stream()
        .map(Sealed::key)
        .sorted(Comparator.comparing(AccessKey::createdAt))
        .toList();
  }

  @Override
  public boolean revoke(AccessKeyId id, Instant at) {
    return rows.remove(id.value()) != null;
  }

  @Override
  public int count() {
    return rows.size();
  }
}

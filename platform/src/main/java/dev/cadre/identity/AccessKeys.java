package dev.cadre.identity;

import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The access keys that this platform issues. A revocation takes effect at once on this node and
 * within the cache's time to live on others. Thread-safe.
 */
final class AccessKeys {
  private static final int MAX_KEYS = 1_000;
  private static final int MAX_CACHED = 10_000;
  private static final int MAX_SCOPES = 32;
  private static final int ID_RANDOM = 16;
  private static final int SECRET_LENGTH = 40;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}");
  private static final Pattern SCOPE = Pattern.compile("\\*|[a-z][a-z0-9:._-]{0,63}");
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final String LETTERS = CAPITALS + "abcdefghijklmnopqrstuvwxyz";

  private final AccessKeyStore store;
  private final Vault vault;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Duration cacheFor;
  private final ConcurrentHashMap<String, Cached> cache = new ConcurrentHashMap<>();

  /** A key with its secret, which {@code toString} leaves out. */
  record Credential(AccessKey key, String secret) {
    @Override
    public String toString() {
      return "Credential[key=" + key + "]";
    }
  }

  private record Cached(@Nullable Credential credential, Instant until) {}

  /**
   * @param cacheFor how long a key is believed without a look into the store
   */
  AccessKeys(
      AccessKeyStore store,
      Vault vault,
      InstantSource clock,
      SecureRandom random,
      Duration cacheFor) {
    this.store = store;
    this.vault = vault;
    this.clock = clock;
    this.random = random;
    this.cacheFor = cacheFor;
  }

  /**
   * Issues a key.
   *
   * @param name 1 to 64 letters, digits, spaces or {@code . _ @ -}, for people
   * @param scopes 1 to 32
   * @param createdBy the principal's name
   * @param expiresAt in the future, or null for never
   * @throws Fault.Invalid naming the field
   * @throws Fault.QuotaExceeded at 1,000 keys
   */
  AccessKey.Created create(
      String name, Set<String> scopes, String createdBy, @Nullable Instant expiresAt) {
    Instant now = clock.instant();
    check(name, scopes, expiresAt, now);
    if (store.count() >= MAX_KEYS) {
      throw new Fault.QuotaExceeded(
          "there are " + MAX_KEYS + " access keys, the most allowed; revoke one that is not used");
    }
    AccessKeyId id = new AccessKeyId(AccessKeyId.PREFIX + randomId(random));
    String secret = randomSecret(random);
    AccessKey key = new AccessKey(id, name, scopes, now, createdBy, expiresAt);
    String sealed = vault.seal(secret.getBytes(StandardCharsets.UTF_8), id.value());
    store.insert(new AccessKeyStore.Sealed(key, sealed));
    // The id may have been asked for, and found missing, before it was issued.
    cache.remove(id.value());
    return new AccessKey.Created(key, secret);
  }

  /** Every key that is not revoked, oldest first. */
  List<AccessKey> list() {
    return store.list();
  }

  /** Throws {@link Fault.NotFound} when there is no such key. */
  void revoke(AccessKeyId id) {
    boolean revoked = store.revoke(id, clock.instant());
    cache.remove(id.value());
    if (!revoked) {
      throw new Fault.NotFound(
          "there is no access key " + id + "; 'cadre keys list' shows those there are");
    }
  }

  /** The key with this id, expired or not; null when there is none or it was revoked. */
  @Nullable Credential find(String id) {
    if (!AccessKeyId.isOne(id)) {
      return null;
    }
    Instant now = clock.instant();
    Cached known = cache.get(id);
    if (known != null && now.isBefore(known.until())) {
      return known.credential();
    }
    if (cache.size() >= MAX_CACHED) {
      cache.clear();
    }
    // Loading inside compute puts it in order with revoke's removal: a row read before the
    // revocation can't be cached after it.
    return cache
        .compute(
            id,
            (_, old) ->
                old != null && now.isBefore(old.until())
                    ? old
                    : new Cached(load(new AccessKeyId(id)), now.plus(cacheFor)))
        .credential();
  }

  /** As {@link #find}, in the form of whoever checks a proof. */
  @Nullable Signer signer(String id) {
    Credential found = find(id);
    if (found == null) {
      return null;
    }
    AccessKey key = found.key();
    Principal principal = new Principal(key.name(), Principal.Kind.ACCESS_KEY, key.scopes());
    return new Signer(principal, found.secret(), null, key.expiresAt());
  }

  private @Nullable Credential load(AccessKeyId id) {
    return store.find(id).map(this::unseal).orElse(null);
  }

  private Credential unseal(AccessKeyStore.Sealed sealed) {
    byte[] secret = vault.open(sealed.secret(), sealed.key().id().value());
    return new Credential(sealed.key(), new String(secret, StandardCharsets.UTF_8));
  }

  private static void check(
      String name, Set<String> scopes, @Nullable Instant expiresAt, Instant now) {
    if (!NAME.matcher(name).matches()) {
      throw invalid("name", "must match " + NAME + ", for example 'ci-deploy'");
    }
    if (scopes.isEmpty() || scopes.size() > MAX_SCOPES) {
      throw invalid("scopes", "must hold 1 to " + MAX_SCOPES + " scopes, or be left out");
    }
    for (String scope : scopes) {
      if (!SCOPE.matcher(scope).matches()) {
        throw invalid("scopes", "each must match " + SCOPE);
      }
    }
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      throw invalid("expiresAt", "must be in the future; it is now " + now);
    }
  }

  private static Fault.Invalid invalid(String field, String problem) {
    return new Fault.Invalid(
        field + " " + problem, List.of(new Fault.Invalid.Field(field, problem)));
  }

  /** 16 capital letters and digits: 82 bits. */
  static String randomId(SecureRandom random) {
    return pick(random, CAPITALS, ID_RANDOM);
  }

  /** 40 letters and digits: 238 bits. */
  static String randomSecret(SecureRandom random) {
    return randomText(random, SECRET_LENGTH);
  }

  /** Letters and digits. */
  static String randomText(SecureRandom random, int length) {
    return pick(random, LETTERS, length);
  }

  private static String pick(SecureRandom random, String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}

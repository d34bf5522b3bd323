package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who may enter which gateway, kept in memory: only the first request after a change asks the
 * database. {@link NodeWatch} drops what another node changed. Thread-safe.
 */
public final class Entrances {
  private static final Pattern PATH = Pattern.compile("/gateways/([^/]+)/mcp");

  private final Database database;
  private final ConcurrentMap<GatewayId, Known> known = new ConcurrentHashMap<>();

  public Entrances(Database database) {
    this.database = database;
  }

  /**
   * @param mark of the gateway, read before it
   */
  private record Known(Entrance entrance, String mark) {}

  /** Who may enter. */
  public sealed interface Entrance {
    /** Anyone. */
    record Open() implements Entrance {}

    /** Whoever proves itself to the platform. */
    record Platform() implements Entrance {}

    /**
     * Whoever has a token of the gateway's own issuer.
     *
     * @param rule the API's {@code customJWTAuthorizer}
     */
    record Token(JsonNode rule) implements Entrance {}
  }

  /** Who may enter what is at {@code rawPath}; {@link Entrance.Platform} when it is no gateway. */
  public Entrance of(String rawPath) {
    Matcher path = PATH.matcher(rawPath);
    if (!path.matches()) {
      return new Entrance.Platform();
    }
    try {
      return known.computeIfAbsent(new GatewayId(path.group(1)), this::load).entrance();
    } catch (Fault noSuchGateway) {
      // The route will say so, to a caller that has proved itself to the platform.
      return new Entrance.Platform();
    }
  }

  private Known load(GatewayId id) {
    String mark = GatewayStore.mark(database, id);
    return new Known(entrance(GatewayStore.require(database, id)), mark);
  }

  private static Entrance entrance(Gateway gateway) {
    return switch (gateway.authorizerType()) {
      case "NONE" -> new Entrance.Open();
      case "CUSTOM_JWT" -> new Entrance.Token(gateway.authorizer());
      default -> new Entrance.Platform();
    };
  }

  /** What was known of each gateway when it was read. */
  Map<GatewayId, String> marks() {
    return known.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().mark()));
  }

  /**
   * Where the gateway at {@code rawPath} tells who gives tokens for it, as a path; null when it is
   * none, or takes none.
   */
  public @Nullable String metadata(String rawPath) {
    return of(rawPath) instanceof Entrance.Token ? ResourceMetadata.PREFIX + rawPath : null;
  }

  /** True for what gateways tell to anybody. */
  public static boolean isMetadata(String rawPath) {
    return rawPath.startsWith(ResourceMetadata.PREFIX)
        && PATH.matcher(rawPath.substring(ResourceMetadata.PREFIX.length())).matches();
  }

  /** Drops what is kept of a gateway; after the change is committed. */
  void forget(GatewayId id) {
    known.remove(id);
  }
}

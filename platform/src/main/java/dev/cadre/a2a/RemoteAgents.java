package dev.cadre.a2a;

import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.http.HttpCall;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.identity.AgentPasses;
import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.time.Pause;
import dev.cadre.tool.Callees;
import dev.cadre.tool.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A2A agents anywhere, as tools of declared agents. Their cards are kept for a while; what an
 * agent's conversation with one is called, until the platform stops. Thread-safe.
 */
public final class RemoteAgents {
  private static final int MAX_CARD = 1 << 20;
  private static final int MAX_KEPT = 10_000;
  private static final Duration CARD_LIMIT = Duration.ofSeconds(10);
  private static final Pattern OWN = Pattern.compile("/a2a/([^/]+).*");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpClient http;
  private final HttpClient self;
  private final AgentPasses passes;
  private final Proofs proofs;
  private final Callees callees;
  private final InstantSource clock;
  private final Pause pause;
  private final A2aConfig config;
  private final Map<URI, Kept> cards = new ConcurrentHashMap<>();
  private final Map<String, Place> places = new ConcurrentHashMap<>();

  /** What proves an agent's author to servers elsewhere. */
  @FunctionalInterface
  public interface Proofs {
    /**
     * @param reference to a credential provider, by its ARN
     */
    Outbound of(String reference);
  }

  /**
   * An agent elsewhere.
   *
   * @param name of the tool
   * @param credential what is shown to it; empty for nothing
   */
  record Address(String name, String description, URI url, String credential) {}

  private record Kept(RemoteCard card, Instant until) {}

  /** Where a conversation with an agent elsewhere stands. */
  private record Place(String context, @Nullable String task) {}

  /**
   * @param http judges the addresses; whoever gave it closes it
   * @param self calls this platform's own agents alone, which the other may not where callers prove
   *     themselves; whoever gave it closes it
   */
  public RemoteAgents(
      HttpClient http,
      HttpClient self,
      AgentPasses passes,
      Proofs proofs,
      Callees callees,
      InstantSource clock,
      Pause pause,
      A2aConfig config) {
    this.http = http;
    this.self = self;
    this.passes = passes;
    this.proofs = proofs;
    this.callees = callees;
    this.clock = clock;
    this.pause = pause;
    this.config = config;
  }

  /** The agent as a tool, also while it does not answer: whoever calls it hears that. */
  public Tool tool(Source.A2a source) throws InterruptedException {
    Address address =
        new Address(
            source.name().isEmpty() ? named(source.url()) : source.name(),
            source.description(),
            URI.create(source.url()),
            source.credential());
    return new RemoteAgentTool(this, address, described(address), callees, clock, pause);
  }

  /** From the address alone, so that a tool's name does not change with its card. */
  static String named(String url) {
    URI uri = URI.create(url);
    String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
    String last = path.substring(path.lastIndexOf('/') + 1);
    String base = last.isEmpty() || last.endsWith(".json") ? uri.getHost() : last;
    String name = String.valueOf(base).replaceAll("[^a-zA-Z0-9_-]", "_");
    return name.substring(0, Math.min(64, name.length()));
  }

  private String described(Address address) throws InterruptedException {
    if (!address.description().isBlank()) {
      return address.description();
    }
    try {
      RemoteCard card = card(address, Outbound.NONE);
      return card.description().isBlank() ? "The agent " + card.name() : card.description();
    } catch (IOException | Fault e) {
      return "The agent at " + address.url() + ", which does not answer now";
    }
  }

  boolean streams(Address address, Caller caller) throws IOException, InterruptedException {
    return card(address, proof(address, caller)).streaming();
  }

  /** A way to it, for one call. */
  RemoteWire wire(Address address, Caller caller, Duration left)
      throws IOException, InterruptedException {
    Outbound proof = proof(address, caller);
    RemoteCard card = card(address, proof);
    boolean bound = !address.credential().isEmpty() || own(address.url());
    if (bound && !card.beside(address.url())) {
      throw new Fault.Invalid(
          "its card sends requests to "
              + card.url().getAuthority()
              + ", and what proves us is for "
              + address.url().getAuthority());
    }
    Duration limit = left.compareTo(config.remoteLimit()) < 0 ? left : config.remoteLimit();
    // What is called with a pass is beside the address, and so this platform.
    return new RemoteWire(client(address.url()), card, proof, caller, limit, config.maxAnswer());
  }

  /** The author's credential, or a pass for an agent of this platform. */
  private Outbound proof(Address address, Caller caller) {
    if (!address.credential().isEmpty()) {
      return proofs.of(address.credential());
    }
    Matcher own = OWN.matcher(String.valueOf(address.url().getPath()));
    String agent = caller.agent();
    String session = caller.session();
    if (agent == null || session == null || !own.matches() || !here(address.url())) {
      return Outbound.NONE;
    }
    AgentPasses.Claims claims =
        new AgentPasses.Claims(
            caller.tenant(),
            new AgentRuntimeId(agent),
            session,
            caller.person(),
            caller.hops() + 1,
            caller.payer(),
            own.group(1),
            Messages.session(Asked.owner(caller.tenant(), agent, session), own.group(1)));
    // Made anew for each request: a pass is for minutes.
    return () ->
        new Outbound.Proof(Map.of("Authorization", "Bearer " + passes.issue(claims)), Map.of());
  }

  private HttpClient client(URI url) {
    return own(url) ? self : http;
  }

  /** Whether an agent of this platform is there. */
  private boolean own(URI url) {
    return here(url) && OWN.matcher(String.valueOf(url.getPath())).matches();
  }

  private boolean here(URI url) {
    URI own = config.url();
    boolean sameHost =
        own.getHost().equals(url.getHost())
            || (LOOPBACK.contains(String.valueOf(url.getHost()))
                && LOOPBACK.contains(own.getHost()));
    return sameHost && own.getPort() == url.getPort();
  }

  private RemoteCard card(Address address, Outbound proof)
      throws IOException, InterruptedException {
    Kept kept = cards.get(address.url());
    Instant now = clock.instant();
    if (kept != null && now.isBefore(kept.until())) {
      return kept.card();
    }
    RemoteCard fetched = fetch(address.url(), proof);
    if (cards.size() >= MAX_KEPT) {
      cards.clear();
    }
    cards.put(address.url(), new Kept(fetched, now.plus(config.cardLife())));
    return fetched;
  }

  private RemoteCard fetch(URI url, Outbound proof) throws IOException, InterruptedException {
    String base = url.toString().replaceAll("/+$", "");
    boolean whole = base.endsWith(".json");
    HttpResponse<byte[]> answer =
        get(URI.create(whole ? base : base + "/.well-known/agent-card.json"), proof);
    if (answer.statusCode() == 404 && !whole) {
      answer = get(URI.create(base + "/.well-known/agent.json"), proof);
    }
    if (answer.statusCode() != 200) {
      throw new IOException("its card's address answered " + answer.statusCode());
    }
    return RemoteCard.read(Json.parse(answer.body()), url);
  }

  private HttpResponse<byte[]> get(URI url, Outbound proof)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(CARD_LIMIT).header("Accept", "application/json");
    proof.proof().headers().forEach(request::setHeader);
    return HttpCall.whole(client(url), request.build(), MAX_CARD, CARD_LIMIT);
  }

  /** One caller's conversation with one agent elsewhere. */
  final class Talk {
    private final String key;

    private Talk(String key) {
      this.key = key;
    }

    /** Puts the message where the conversation is. */
    void name(ObjectNode message) {
      Place place = places.get(key);
      if (place != null) {
        message.put("contextId", place.context());
        if (place.task() != null) {
          message.put("taskId", place.task());
        }
      }
    }

    void remember(RemoteTask task) {
      String context = task.context();
      if (context == null) {
        return;
      }
      if (places.size() >= MAX_KEPT) {
        places.clear();
      }
      boolean asks = task.state() == TaskState.INPUT_REQUIRED;
      places.put(key, new Place(context, asks ? task.id() : null));
    }
  }

  Talk talk(Address address, Caller caller) {
    return new Talk(caller.agent() + "\n" + caller.session() + "\n" + address.url());
  }
}

package dev.cadre.a2a;

import dev.cadre.fault.Fault;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What another's agent says of itself, as far as it matters for calling it.
 *
 * @param url where it takes requests
 * @param streaming whether it streams
 * @param inputs the media types that it reads
 */
record RemoteCard(
    String name,
    String description,
    URI url,
    Version version,
    Binding binding,
    boolean streaming,
    List<String> inputs) {
  RemoteCard {
    inputs = List.copyOf(inputs);
  }

  /** How it takes requests; gRPC is not spoken here. */
  enum Binding {
    JSONRPC,
    HTTP_JSON
  }

  private record Offer(String url, Version version, Binding binding) {}

  /**
   * @throws Fault.Invalid when it offers no way to call it that is known here
   */
  static RemoteCard read(JsonNode card, URI source) {
    List<Offer> offers = new ArrayList<>();
    for (JsonNode each : card.path("supportedInterfaces")) {
      offer(offers, each, "protocolBinding", each.path("protocolVersion").asString("1.0"));
    }
    if (offers.isEmpty() && card.path("url").isString()) {
      String stated = card.path("protocolVersion").asString("0.3");
      offer(offers, card, "preferredTransport", stated);
      card.path("additionalInterfaces").forEach(each -> offer(offers, each, "transport", stated));
    }
    Offer best =
        offers.stream()
            .min(RemoteCard::better)
            .orElseThrow(
                () ->
                    new Fault.Invalid(
                        "the agent's card at "
                            + source
                            + " offers neither JSON-RPC nor HTTP+JSON in A2A 1.0 or 0.3"));
    return new RemoteCard(
        card.path("name").asString(""),
        card.path("description").asString(""),
        source.resolve(best.url()),
        best.version(),
        best.binding(),
        card.path("capabilities").path("streaming").asBoolean(false),
        card.path("defaultInputModes").valueStream().map(mode -> mode.asString("")).toList());
  }

  boolean takes(String mediaType) {
    String any = mediaType.substring(0, mediaType.indexOf('/') + 1) + "*";
    return inputs.contains(mediaType) || inputs.contains(any) || inputs.contains("*/*");
  }

  private static void offer(List<Offer> offers, JsonNode given, String member, String stated) {
    String binding = given.path(member).asString("JSONRPC");
    String url = given.path("url").asString("");
    boolean known = stated.startsWith("1.") || stated.startsWith("0.3");
    if (url.isEmpty() || !known) {
      return;
    }
    Version version = stated.startsWith("1.") ? Version.V1_0 : Version.V0_3;
    switch (binding) {
      case "JSONRPC" -> offers.add(new Offer(url, version, Binding.JSONRPC));
      case "HTTP+JSON" -> {
        // What servers of 0.3 take for this binding's form differs; their JSON-RPC does not.
        if (version == Version.V1_0) {
          offers.add(new Offer(url, version, Binding.HTTP_JSON));
        }
      }
      default -> {}
    }
  }

  private static int better(Offer one, Offer other) {
    int byVersion = one.version().compareTo(other.version());
    return byVersion == 0 ? one.binding().compareTo(other.binding()) : byVersion;
  }

  /** The same origin as {@code other}: to no other goes what was given for it. */
  boolean beside(URI other) {
    return url.getScheme().equals(other.getScheme())
        && String.valueOf(url.getAuthority()).equals(other.getAuthority());
  }
}

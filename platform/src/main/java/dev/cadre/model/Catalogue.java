package dev.cadre.model;

import dev.cadre.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The models that are known by name, with their providers' ids and their limits: {@code
 * catalogue.json} beside this class. Others can be called too, by {@code provider:id}.
 */
public final class Catalogue {
  private final List<Profile> profiles;

  private Catalogue(List<Profile> profiles) {
    this.profiles = List.copyOf(profiles);
  }

  /** Reads the catalogue of this version. */
  public static Catalogue load() {
    List<Profile> profiles = new ArrayList<>();
    resource("catalogue.json").forEach(node -> profiles.add(profile(node)));
    return new Catalogue(profiles);
  }

  /** True when Bedrock takes marks for its prompt cache with the model of {@code bedrockId}. */
  public boolean cachesPrompts(String bedrockId) {
    return find(bedrockId).map(Profile::promptCache).orElse(false);
  }

  /** By its short name or a provider's id, with or without an inference profile's prefix. */
  Optional<Profile> find(String model) {
    String id = InferenceProfile.parse(model).id();
    return profiles.stream()
        .filter(profile -> profile.name().equals(model) || profile.ids().containsValue(id))
        .findFirst();
  }

  /** Everything by which a model can be named without its provider. */
  Stream<String> names() {
    return profiles.stream()
        .flatMap(
            profile -> Stream.concat(Stream.of(profile.name()), profile.ids().values().stream()));
  }

  /** A JSON array that ships with this version. */
  static JsonNode resource(String name) {
    try (InputStream in = Catalogue.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in this build");
      }
      return Json.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Profile profile(JsonNode node) {
    Map<ProviderKind, String> ids = new EnumMap<>(ProviderKind.class);
    node.path("ids")
        .properties()
        .forEach(
            id ->
                ids.put(
                    ProviderKind.valueOf(id.getKey().toUpperCase(Locale.ROOT)),
                    id.getValue().asString()));
    Map<String, List<String>> regions = new LinkedHashMap<>();
    node.path("profileRegions")
        .properties()
        .forEach(geography -> regions.put(geography.getKey(), texts(geography.getValue())));
    return new Profile(
        node.path("name").asString(),
        ids,
        node.path("contextTokens").asInt(),
        node.path("outputTokens").asInt(),
        node.path("promptCache").asBoolean(false),
        node.path("textOnly").asBoolean(false),
        node.path("speech").asBoolean(false),
        texts(node.path("directRegions")),
        regions);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}

package dev.cadre.model;

import dev.cadre.config.Nearest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Which models a name stands for, in the order they are tried. Thread-safe. */
final class Routing {
  private static final Logger LOG = System.getLogger(Routing.class.getName());
  static final String DEFAULT = "default";
  static final String SMALL = "small";

  /** {@code claude-3.5}: how people write it, and no provider does. */
  private static final Pattern DOTTED = Pattern.compile("(claude-[0-9])\\.([0-9])");

  private static final int MAX_WARNED = 1_000;

  private final Map<String, ProviderConfig> providers = new LinkedHashMap<>();
  private final Map<String, List<String>> aliases = new LinkedHashMap<>();
  private final Catalogue catalogue;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /**
   * @param configured the operator's providers; the offline one is always there
   * @param aliases what the operator points them at; {@code default} is the offline model and
   *     {@code small} the default unless they are named
   */
  Routing(List<ProviderConfig> configured, Map<String, List<String>> aliases, Catalogue catalogue) {
    configured.forEach(provider -> providers.put(provider.name(), provider));
    providers.put(ProviderConfig.OFFLINE, ProviderConfig.offline());
    this.aliases.put(DEFAULT, List.of(ProviderConfig.OFFLINE));
    this.aliases.putAll(aliases);
    this.aliases.putIfAbsent(SMALL, this.aliases.getOrDefault(DEFAULT, List.of()));
    this.catalogue = catalogue;
  }

  Map<String, List<String>> aliases() {
    return aliases;
  }

  /** Every name that stands for a model by itself. */
  List<String> names() {
    Set<String> names = new LinkedHashSet<>(aliases.keySet());
    names.add(ProviderConfig.OFFLINE);
    catalogue.names().forEach(names::add);
    return List.copyOf(names);
  }

  List<ProviderConfig> providers() {
    return List.copyOf(providers.values());
  }

  /** Throws {@link ModelException.Invalid} for a model that is not known, with the nearest. */
  List<Target> targets(String model) {
    List<String> named = aliases.get(model);
    if (named == null) {
      return List.of(target(model));
    }
    List<Target> targets = new ArrayList<>();
    named.forEach(one -> targets.add(target(one)));
    return List.copyOf(targets);
  }

  /**
   * True when the models behind a name are known to take images. The offline model does, and looks
   * at none; by itself it does not count.
   */
  boolean sees(String model) {
    List<Target> targets =
        targets(model).stream()
            .filter(target -> target.provider().kind() != ProviderKind.OFFLINE)
            .toList();
    return !targets.isEmpty()
        && targets.stream()
            .allMatch(
                target -> catalogue.find(target.name()).filter(p -> !p.textOnly()).isPresent());
  }

  private Target target(String written) {
    String model = corrected(written);
    if (model.equals(ProviderConfig.OFFLINE)) {
      return at(offline(), model);
    }
    int colon = model.indexOf(':');
    ProviderConfig named = colon < 0 ? null : providers.get(model.substring(0, colon));
    return named == null ? unqualified(model) : at(named, model.substring(colon + 1));
  }

  /** A model that is named without its provider: the first one that offers it. */
  private Target unqualified(String model) {
    Profile profile = catalogue.find(model).orElseThrow(() -> unknown(model));
    Optional<ProviderConfig> offering =
        providers.values().stream()
            .filter(provider -> offers(provider, profile, model))
            .findFirst();
    if (offering.isPresent()) {
      return at(offering.get(), model);
    }
    if (providers.size() > 1) {
      throw new ModelException.Invalid(
          "no provider that is set up offers "
              + model
              + "; add one at models.providers, or name one of "
              + String.join(", ", aliases.keySet()));
    }
    // Nothing is set up: an agent written for a real model must run all the same.
    warnOnce(
        model, "no provider is set up, so that the offline model answers in place of " + model);
    return at(offline(), model);
  }

  private static boolean offers(ProviderConfig provider, Profile profile, String model) {
    String id = profile.id(provider.kind());
    return id != null
        && (model.equals(profile.name()) || InferenceProfile.parse(model).id().equals(id));
  }

  private Target at(ProviderConfig provider, String model) {
    Optional<Profile> known = catalogue.find(model);
    if (known.isEmpty() || provider.kind() == ProviderKind.OFFLINE) {
      return new Target(provider, model, model, provider.contextTokens());
    }
    Profile profile = known.get();
    if (profile.speech()) {
      throw new ModelException.Invalid(
          model + " is a model of speech, for voice channels; name a model of text");
    }
    String id =
        switch (provider.kind()) {
          case BEDROCK -> InferenceProfile.idIn(provider.region(), profile, model);
          case ANTHROPIC, OPENAI, OLLAMA, OFFLINE -> {
            String own = profile.id(provider.kind());
            yield own == null ? model : own;
          }
        };
    int context =
        provider.kind() == ProviderKind.OLLAMA ? provider.contextTokens() : profile.contextTokens();
    return new Target(provider, id, profile.name(), context);
  }

  private String corrected(String written) {
    String corrected = DOTTED.matcher(written).replaceAll("$1-$2");
    if (!corrected.equals(written)) {
      warnOnce(written, "the model " + written + " is written " + corrected + ", with a hyphen");
    }
    return corrected;
  }

  private ModelException unknown(String model) {
    List<String> known = new ArrayList<>(aliases.keySet());
    catalogue.names().forEach(known::add);
    String remedy =
        Nearest.to(model, known)
            .map(near -> "; did you mean '" + near + "'?")
            .orElse(
                "; name one of "
                    + String.join(", ", aliases.keySet())
                    + ", or provider:id with one of "
                    + String.join(", ", providers.keySet()));
    return new ModelException.Invalid("'" + model + "' is not a known model" + remedy);
  }

  private ProviderConfig offline() {
    return providers.getOrDefault(ProviderConfig.OFFLINE, ProviderConfig.offline());
  }

  private void warnOnce(String about, String warning) {
    if (warned.size() < MAX_WARNED && warned.add(about)) {
      LOG.log(Level.WARNING, warning);
    }
  }
}

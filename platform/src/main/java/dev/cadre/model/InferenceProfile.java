package dev.cadre.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An id at Bedrock: of a model, or of an inference profile that spreads a model's calls over the
 * regions of a geography ({@code eu.anthropic.claude-…}). Most models can be called in most regions
 * only by their profile.
 *
 * @param geography empty for a model's own id
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html">Where
 *     profiles are supported</a>
 */
record InferenceProfile(String geography, String id) {
  private static final Pattern PREFIXED =
      Pattern.compile("(us|eu|apac|us-gov|global|jp|au|ca)\\.([a-z0-9]+\\..+)");

  static InferenceProfile parse(String written) {
    Matcher matcher = PREFIXED.matcher(written);
    return matcher.matches()
        ? new InferenceProfile(matcher.group(1), matcher.group(2))
        : new InferenceProfile("", written);
  }

  /**
   * What to call {@code profile} by in {@code region}, where {@code written} is how the caller named
   * it.
   *
   * @throws ModelException.Invalid with the right id when it is named by one that does not work
   *     there
   */
  static String idIn(String region, Profile profile, String written) {
    String id = profile.ids().getOrDefault(ProviderKind.BEDROCK, written);
    Optional<String> geography = geographyOf(region, profile);
    boolean direct = profile.directRegions().contains(region);
    String right = geography.map(prefix -> prefix + "." + id).orElse(id);
    if (geography.isEmpty() && !direct) {
      throw new ModelException.Invalid(
          "Bedrock does not offer " + id + " in " + region + "; it does in " + regions(profile));
    }
    if (written.equals(profile.name())) {
      return right;
    }
    InferenceProfile named = parse(written);
    boolean works =
        named.geography().isEmpty()
            ? direct
            // A geography the catalogue knows nothing of is Bedrock's to judge.
            : !profile.profileRegions().containsKey(named.geography())
                || profile
                    .profileRegions()
                    .getOrDefault(named.geography(), List.of())
                    .contains(region);
    if (!works) {
      throw new ModelException.Invalid(
          written + " cannot be called in " + region + "; name " + right);
    }
    return written;
  }

  private static Optional<String> geographyOf(String region, Profile profile) {
    return profile.profileRegions().entrySet().stream()
        .filter(geography -> geography.getValue().contains(region))
        .map(Map.Entry::getKey)
        .min(Comparator.naturalOrder());
  }

  private static String regions(Profile profile) {
    TreeSet<String> regions = new TreeSet<>(profile.directRegions());
    profile.profileRegions().values().forEach(regions::addAll);
    return String.join(", ", regions);
  }
}

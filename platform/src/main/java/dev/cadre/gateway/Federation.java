package dev.cadre.gateway;

import dev.cadre.json.Json;
import dev.cadre.mcp.McpServer.Feature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** All that a gateway's targets offer at one time, under the gateway's names. Immutable. */
final class Federation {
  /** Of targets that say none; the API's own default. */
  private static final int LAST = 1_000;

  private final Gateway gateway;
  private final List<Member> members;
  private final Map<String, Member> byName = new LinkedHashMap<>();
  private final Map<String, Entry> tools = new LinkedHashMap<>();
  private final List<ObjectNode> listed = new ArrayList<>();
  private final Map<String, Member> resources = new LinkedHashMap<>();
  private final List<ObjectNode> listedResources = new ArrayList<>();
  private final List<ObjectNode> templates = new ArrayList<>();
  private final List<ObjectNode> prompts = new ArrayList<>();

  /** Any server may have something to log, said to be able to or not. */
  private final Set<Feature> features = EnumSet.of(Feature.TOOLS, Feature.LOGGING);

  private final @Nullable ToolIndex index;

  /** A target that has answered, and how it is reached. */
  record Member(Target target, Catalogue catalogue, Connection connection) {
    boolean dynamic() {
      return target.configuration() instanceof TargetConfiguration.McpServer server
          && server.dynamic();
    }

    private int priority() {
      return target
          .definition()
          .path("targetConfiguration")
          .path("mcp")
          .path("mcpServer")
          .path("resourcePriority")
          .asInt(LAST);
    }
  }

  /** A tool under the gateway's name. */
  record Entry(Member member, String own, ObjectNode descriptor) {
    @Nullable ObjectNode outputSchema() {
      return descriptor.get("outputSchema") instanceof ObjectNode schema ? schema : null;
    }
  }

  Federation(Gateway gateway, List<Member> members) {
    this.gateway = gateway;
    this.members = List.copyOf(members);
    List<ToolIndex.Entry> searchable = new ArrayList<>();
    if (gateway.semantic()) {
      listed.add(SearchTool.DESCRIPTOR);
    }
    for (Member member : members) {
      byName.put(member.target().name(), member);
      features.addAll(member.catalogue().features());
      if (!member.dynamic()) {
        addTools(member, searchable);
      }
      for (ObjectNode prompt : member.catalogue().prompts()) {
        prompts.add(renamed(member.target(), prompt));
      }
    }
    members.stream().sorted(Comparator.comparingInt(Member::priority)).forEach(this::addResources);
    index = gateway.semantic() ? new ToolIndex(searchable, ToolIndex.Weights.TUNED) : null;
  }

  private void addTools(Member member, List<ToolIndex.Entry> searchable) {
    Vectors vectors = member.target().vectors();
    List<ObjectNode> own = member.catalogue().tools();
    for (int i = 0; i < own.size(); i++) {
      ObjectNode descriptor = renamed(member.target(), own.get(i));
      String name = descriptor.path("name").asString("");
      tools.put(name, new Entry(member, own.get(i).path("name").asString(""), descriptor));
      listed.add(descriptor);
      searchable.add(new ToolIndex.Entry(descriptor, vectors, i));
    }
  }

  private void addResources(Member member) {
    for (ObjectNode resource : member.catalogue().resources()) {
      if (resources.putIfAbsent(resource.path("uri").asString(""), member) == null) {
        listedResources.add(resource);
      }
    }
    templates.addAll(member.catalogue().templates());
  }

  /** A descriptor under the gateway's name; what the target said of it stays as it was. */
  static ObjectNode renamed(Target target, ObjectNode descriptor) {
    ObjectNode renamed = Json.object();
    renamed.setAll(descriptor);
    renamed.put("name", FederatedName.of(target.name(), descriptor.path("name").asString("")));
    return renamed;
  }

  Gateway gateway() {
    return gateway;
  }

  Set<Feature> features() {
    return features;
  }

  List<Member> members() {
    return members;
  }

  @Nullable Member member(String targetName) {
    return byName.get(targetName);
  }

  /** Tools whose targets are not asked with each listing; the search before them. */
  List<ObjectNode> tools() {
    return listed;
  }

  @Nullable Entry tool(String name) {
    return tools.get(name);
  }

  /** Null when the gateway's tools are not searched. */
  @Nullable ToolIndex index() {
    return index;
  }

  List<ObjectNode> resources() {
    return listedResources;
  }

  List<ObjectNode> templates() {
    return templates;
  }

  List<ObjectNode> prompts() {
    return prompts;
  }

  /** Whose a resource is: who lists it, or has a template for it; null when nobody. */
  @Nullable Member owner(String uri) {
    Member lister = resources.get(uri);
    if (lister != null) {
      return lister;
    }
    return members.stream()
        .sorted(Comparator.comparingInt(Member::priority))
        .filter(member -> UriTemplates.match(member.catalogue().templates(), uri))
        .findFirst()
        .orElse(null);
  }
}

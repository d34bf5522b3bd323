package dev.cadre.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a method and an encoded path in a tree of segments; a literal wins over a
 * variable.
 */
final class Router implements Routes {
  private final AwsModels models;
  private final Node root = new Node();

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    @Nullable Node variable;
    final Map<String, Bound> methods = new HashMap<>();
  }

  private record Bound(String pattern, List<String> variables, Handler handler) {}

  /** What a path leads to. */
  sealed interface Match {
    /**
     * A handler and the decoded path variables; {@code pattern} names the route in spans and
     * metrics.
     */
    record Found(String pattern, Handler handler, Map<String, String> variables) implements Match {}

    /** The path exists under other methods. */
    record WrongMethod(TreeSet<String> allowed) implements Match {}

    record None() implements Match {}

    /** A percent sign in a variable begins no escape. */
    record Malformed(String segment) implements Match {}
  }

  Router(AwsModels models) {
    this.models = models;
  }

  @Override
  public Routes add(String method, String pattern, Handler handler) {
    Node node = root;
    List<String> variables = new ArrayList<>();
    for (String segment : segments(pattern)) {
      if (segment.startsWith("{")) {
        variables.add(segment.substring(1, segment.length() - 1));
        Node next = node.variable;
        if (next == null) {
          next = new Node();
          node.variable = next;
        }
        node = next;
      } else {
        node = node.literals.computeIfAbsent(segment, _ -> new Node());
      }
    }
    Bound bound = new Bound(pattern, variables, handler);
    if (node.methods.putIfAbsent(method, bound) != null) {
      throw new IllegalStateException(method + " " + pattern + " is bound twice");
    }
    return this;
  }

  @Override
  public boolean holds(String path) {
    return find(root, segments(path), 0, new ArrayList<>()) != null;
  }

  @Override
  public Routes aws(String service, String operation, Operation handler) {
    AwsModels.AwsOperation model = models.operation(service, operation);
    return add(model.method(), model.uri(), new AwsRoute(models, model, handler));
  }

  @Override
  public Routes requiring(String scope) {
    return new ScopedRoutes(this, scope);
  }

  Match match(String method, String rawPath) {
    // OPTIONS * and CONNECT have no path.
    if (!rawPath.startsWith("/")) {
      return new Match.None();
    }
    List<String> values = new ArrayList<>();
    Node node = find(root, segments(rawPath), 0, values);
    if (node == null) {
      return new Match.None();
    }
    Bound bound = node.methods.get(method);
    if (bound == null) {
      return new Match.WrongMethod(new TreeSet<>(node.methods.keySet()));
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      String value = decode(values.get(i));
      if (value == null) {
        return new Match.Malformed(values.get(i));
      }
      variables.put(bound.variables.get(i), value);
    }
    return new Match.Found(bound.pattern, bound.handler, variables);
  }

  private static @Nullable Node find(
      Node node, List<String> segments, int at, List<String> values) {
    if (at == segments.size()) {
      return node.methods.isEmpty() ? null : node;
    }
    Node literal = node.literals.get(segments.get(at));
    if (literal != null) {
      Node found = find(literal, segments, at + 1, values);
      if (found != null) {
        return found;
      }
    }
    if (node.variable != null && !segments.get(at).isEmpty()) {
      int before = values.size();
      values.add(segments.get(at));
      Node found = find(node.variable, segments, at + 1, values);
      if (found != null) {
        return found;
      }
      values.subList(before, values.size()).clear();
    }
    return null;
  }

  /** The segments between slashes; a trailing slash leaves an empty last one. */
  private static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  private static @Nullable String decode(String segment) {
    try {
      // URLDecoder is for forms: there a plus sign is a space, in a path it is itself.
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}

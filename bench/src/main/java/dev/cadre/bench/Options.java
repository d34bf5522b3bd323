package dev.cadre.bench;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code --name value} pairs, strict about names. */
final class Options {
  private static final Set<String> NAMES =
      Set.of(
          "url",
          "agent-url",
          "pid",
          "arn",
          "warm",
          "java",
          "python",
          "node",
          "clients",
          "requests",
          "rounds",
          "streams",
          "chunks",
          "pause",
          "sessions",
          "live",
          "proxy-url",
          "proxy-pid",
          "port",
          "data",
          "half",
          "records",
          "conversations",
          "turns");

  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  static Options parse(String[] args, int from) {
    Map<String, String> values = new HashMap<>();
    for (int i = from; i < args.length; i += 2) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : args[i];
      if (!NAMES.contains(name) || i + 1 == args.length) {
        throw new IllegalArgumentException("'" + args[i] + "' is no option, or lacks its value");
      }
      values.put(name, args[i + 1]);
    }
    return new Options(values);
  }

  @Nullable String find(String name) {
    return values.get(name);
  }

  String need(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  /** A number from 0 to the limit. */
  int number(String name, int fallback, int limit) {
    String text = values.get(name);
    int value = text == null ? fallback : Integer.parseInt(text);
    if (value < 0 || value > limit) {
      throw new IllegalArgumentException("--" + name + " is 0 to " + limit + ", not " + value);
    }
    return value;
  }

  /** A process id, or 0 when none is given. */
  long pid(String name) {
    return Long.parseLong(values.getOrDefault(name, "0"));
  }

  int[] numbers(String name, String fallback, int limit) {
    String[] parts = values.getOrDefault(name, fallback).split(",", -1);
    int[] numbers = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Integer.parseInt(parts[i].strip());
      if (numbers[i] < 0 || numbers[i] > limit) {
        throw new IllegalArgumentException("--" + name + " are 0 to " + limit);
      }
    }
    return numbers;
  }

  URI url() {
    return loopback(values.getOrDefault("url", "http://127.0.0.1:7070"));
  }

  /** The platform's runtime of this ARN. */
  Target platform(String arn) {
    return Target.platform(url(), arn);
  }

  /** The agent without the platform. */
  Target agent() {
    return Target.direct(loopback(values.getOrDefault("agent-url", "http://127.0.0.1:8080")));
  }

  /** The bare proxy before the agent, or null. */
  @Nullable Target proxy() {
    String url = values.get("proxy-url");
    return url == null ? null : Target.direct(loopback(url));
  }

  /** A benchmark loads this machine alone. */
  private static URI loopback(String url) {
    URI uri = URI.create(url);
    try {
      if (InetAddress.getByName(uri.getHost()).isLoopbackAddress() && uri.getPort() > 0) {
        return uri;
      }
    } catch (UnknownHostException unknown) {
      // Said below.
    }
    throw new IllegalArgumentException(url + " is not http://127.0.0.1:PORT");
  }
}

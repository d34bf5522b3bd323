package dev.cadre.system;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.Serving;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A system as this platform found it, and how far it is. Thread-safe. */
final class LoadedSystem {
  private final String name;
  private final @Nullable SystemDefinition definition;
  private final List<Serving> servers = new ArrayList<>();
  private volatile SystemState state = new SystemState.Loading();
  private volatile List<SystemAgents.Agent> agents = List.of();

  /**
   * @param name as the file has it, or its folder where the file cannot be read
   * @param definition null when the file is wrong
   */
  LoadedSystem(String name, @Nullable SystemDefinition definition) {
    this.name = name;
    this.definition = definition;
  }

  String name() {
    return name;
  }

  @Nullable SystemDefinition definition() {
    return definition;
  }

  SystemState state() {
    return state;
  }

  List<SystemAgents.Agent> agents() {
    return agents;
  }

  boolean isBroken() {
    return state instanceof SystemState.Broken;
  }

  /** Throws {@link Fault.Unavailable} until what its files say is in force. */
  void requireReady() {
    if (!(state instanceof SystemState.Ready)) {
      throw notReady();
    }
  }

  Fault.Unavailable notReady() {
    return new Fault.Unavailable(
        "the system '" + name + "' is not ready; GET /cadre/v1/systems/" + name + " says why");
  }

  void broken(String problems) {
    state = new SystemState.Broken(problems);
  }

  void ready(List<SystemAgents.Agent> deployed) {
    agents = List.copyOf(deployed);
    if (!isBroken()) {
      state = new SystemState.Ready();
    }
  }

  synchronized void serves(Serving serving) {
    servers.add(serving);
  }

  /**
   * Asks each server whether it can work.
   *
   * @throws Fault.Invalid with what they say
   */
  void check() throws InterruptedException {
    List<String> problems = new ArrayList<>();
    for (Serving serving : opened()) {
      String trouble = serving.probe().trouble();
      if (trouble != null) {
        problems.add(trouble);
      }
    }
    if (!problems.isEmpty()) {
      throw new Fault.Invalid(String.join("\n", problems));
    }
  }

  private synchronized List<Serving> opened() {
    return List.copyOf(servers);
  }

  String summary() {
    return switch (state) {
      case SystemState.Loading _, SystemState.Ready _ -> name;
      case SystemState.Broken(String problems) -> name + " is not in force: " + problems;
    };
  }
}

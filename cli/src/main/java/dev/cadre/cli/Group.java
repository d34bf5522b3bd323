package dev.cadre.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands under one name; {@code cadre} itself is the outermost. */
record Group(Syntax syntax, List<Command> commands) implements Command {
  Group {
    commands = List.copyOf(commands);
  }

  @Nullable Command find(String name) {
    for (Command command : commands) {
      if (command.syntax().name().equals(name)) {
        return command;
      }
    }
    return null;
  }

  List<String> names() {
    return commands.stream().map(command -> command.syntax().name()).toList();
  }
}

package dev.cadre.cli;

import java.util.ArrayList;
import java.util.List;

/** The script that completes command lines in bash, and in zsh by its bash mode. */
final class Completion {
  private final List<String> commands = new ArrayList<>();
  private final StringBuilder cases = new StringBuilder();

  private Completion() {}

  static String script(Group root) {
    var completion = new Completion();
    completion.add(root.syntax().name(), root);
    return """
        # Completes cadre in bash and zsh: source <(cadre completion)
        [ -z "${ZSH_VERSION:-}" ] || { autoload -U +X bashcompinit && bashcompinit; }
        _complete_cadre() {
          local i at=cadre words=
          for ((i = 1; i < COMP_CWORD; i++)); do
            case "$at ${COMP_WORDS[i]}" in
              %s) at="$at ${COMP_WORDS[i]}" ;;
            esac
          done
          case $at in
        %s  esac
          COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _complete_cadre -o default cadre ./cadre"""
        .formatted(String.join(" | ", completion.commands), completion.cases);
  }

  private void add(String name, Command command) {
    var words = new ArrayList<String>();
    if (command instanceof Group group) {
      words.addAll(group.names());
    }
    command.syntax().options().forEach(option -> words.addAll(option.names()));
    cases.append("    '" + name + "') words='" + String.join(" ", words) + "' ;;\n");
    if (command instanceof Group group) {
      for (Command inner : group.commands()) {
        String innerName = name + " " + inner.syntax().name();
        commands.add("'" + innerName + "'");
        add(innerName, inner);
      }
    }
  }
}

package dev.cadre.offline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;

/** SQL that a person wrote out: it is run as it is, whatever its words could mean otherwise. */
final class Statement {
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?is)[\"“`]\\s*((?:select|with)\\s.{1,4000}?\\sfrom\\s.{1,4000}?)\\s*[\"”`]");
  private static final Pattern BARE =
      Pattern.compile("(?is)\\b(select\\s(?:[^.?!]|[.](?=\\w)){1,4000}?\\sfrom\\s+[^?!]{1,4000})");

  /** "Select a shirt from the shop" has no list of columns and no name of a table. */
  private static final Pattern COLUMNS =
      Pattern.compile(
          "(?is)select\\s+(?:\\*|[\\w.\"()*]+(?:\\s*,.*|\\s+as\\s.*)?|count\\b.*)"
              + "\\sfrom\\s+\\w+.*");

  private Statement() {}

  /**
   * The call of the first tool that takes SQL; empty when there is none, or nothing was written.
   */
  static Optional<Planner.Call> in(String request, List<Tool> tools) {
    String sql = written(request);
    return sql.isEmpty()
        ? Optional.empty()
        : tools.stream()
            .filter(tool -> slot(tool) >= 0)
            .findFirst()
            .map(
                tool ->
                    Planner.Call.of(
                        tool, Map.of(slot(tool), JsonNodeFactory.instance.stringNode(sql))));
  }

  private static String written(String request) {
    Matcher quoted = QUOTED.matcher(request);
    if (quoted.find()) {
      return quoted.group(1);
    }
    Matcher bare = BARE.matcher(request);
    boolean looks = bare.find() && COLUMNS.matcher(bare.group(1)).matches();
    return looks ? bare.group(1).strip().replaceAll("[.;]$", "") : "";
  }

  private static int slot(Tool tool) {
    for (int i = 0; i < tool.slots().size(); i++) {
      Slot slot = tool.slots().get(i);
      boolean sql = slot.name().equals("sql") || slot.says("sql");
      if (slot.type() == Slot.Type.STRING && slot.required() && sql) {
        return i;
      }
    }
    return -1;
  }
}

package dev.cadre.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A supervisor's answer from what agents said, whatever they said. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MergedTest {
  private static final int LARGE = 100_000;
  private static final List<ToolSpec> AGENTS =
      List.of(
          new ToolSpec("order_desk", "Orders", Json.object()),
          new ToolSpec("shop_guide", "Goods", Json.object()));

  private static Findings found(Map<String, String> answers) {
    return new Findings(answers, new ArrayList<>(), List.of());
  }

  private static String merged(Map<String, String> answers, String written, int limit) {
    Merged merged = new Merged(AGENTS, limit);
    return merged.of(merged.heard(found(answers)), written);
  }

  private static String of(String piece) {
    return piece.repeat(LARGE / piece.length());
  }

  static List<String> large() {
    return List.of(
        of("{\"task\": "),
        "{\"task\": 1" + of("}"),
        "{\"task\": 1}" + of(" ]"),
        of("\n"),
        of(" "),
        of(" \t") + "x",
        of("action: "),
        of("decide("),
        of("route_to_"),
        of("<tool_call>"),
        of("```{"),
        of("Thought: "),
        of("order_desk"),
        of("a"),
        of("One. "),
        of("\u00e4\ud83d\ude80"));
  }

  @ParameterizedTest
  @MethodSource("large")
  void a_hundred_thousand_characters_of_anything_are_merged_in_no_time(String text) {
    for (int limit : new int[] {100, 600, 20_000}) {
      String answer = merged(Map.of("order_desk", text), "", limit);
      assertThat(answer).isNotBlank().hasSizeLessThanOrEqualTo(limit);
      assertThat(answer).doesNotContain("route_to_", "<tool_call>", "order_desk");
      assertThat(merged(Map.of("order_desk", "It is there."), text, limit)).isNotBlank();
      assertThat(new Merged(AGENTS, limit).plain(text)).hasSizeLessThanOrEqualTo(limit);
    }
  }

  @Test
  void an_agent_that_said_nothing_but_routing_text_is_missing_and_no_source() {
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("order_desk", "Action: route_to_shop(\"x\")");
    answers.put("shop_guide", "Take the strap.");
    assertThat(merged(answers, "", 600))
        .isEqualTo(
            "Take the strap.\n\nMissing: order desk gave no answer.\n\nSources: shop guide.");
    answers.remove("shop_guide");
    assertThat(merged(answers, "", 600))
        .contains("could not find that out", "Missing: order desk")
        .doesNotContain("Sources");
  }
}

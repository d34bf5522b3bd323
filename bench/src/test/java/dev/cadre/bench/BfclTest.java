package dev.cadre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.bench.AstMatch.Call;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Model;
import dev.cadre.model.Reply;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of BFCL's AST match, with functions of our own. */
final class BfclTest {
  private static final JsonNode SHIP =
      json(
          """
          {'name':'parcel.ship','parameters':{'type':'dict','required':['city','boxes'],'properties':{
            'city':{'type':'string'},'boxes':{'type':'integer'},'weight':{'type':'float'},
            'tags':{'type':'array','items':{'type':'string'}},'to':{'type':'dict'}}}}
          """);
  private static final String ANSWER =
      "[{'parcel.ship':{'city':['New York,"
          + " NY','NYC'],'boxes':[3],'weight':[2.0,''],'tags':[['a-b'],''],"
          + "'to':[{'name':['Ada']},'']}}]";

  private final AstMatch match = new AstMatch(Map.of("parcel_ship", SHIP));

  @Test
  void one_of_the_values_listed_is_right_whatever_its_case_and_signs() {
    assertThat(matches("{'city':'nyc','boxes':3}")).isTrue();
    assertThat(matches("{'city':'New York NY','boxes':3}")).isTrue();
    assertThat(matches("{'city':'Boston','boxes':3}")).isFalse();
  }

  @Test
  void a_required_value_may_not_lack_and_an_unknown_one_not_be_there() {
    assertThat(matches("{'city':'NYC'}")).isFalse();
    assertThat(matches("{'city':'NYC','boxes':3,'colour':'red'}")).isFalse();
  }

  @Test
  void an_integer_is_a_float_and_no_other_type_is_another() {
    assertThat(matches("{'city':'NYC','boxes':3,'weight':2}")).isTrue();
    assertThat(matches("{'city':'NYC','boxes':3.0}")).isFalse();
    assertThat(matches("{'city':'NYC','boxes':'3'}")).isFalse();
  }

  @Test
  void lists_and_objects_match_by_their_items() {
    assertThat(matches("{'city':'NYC','boxes':3,'tags':['A b']}")).isTrue();
    assertThat(matches("{'city':'NYC','boxes':3,'tags':['a-b','c']}")).isFalse();
    assertThat(matches("{'city':'NYC','boxes':3,'to':{'name':'ada'}}")).isTrue();
    assertThat(matches("{'city':'NYC','boxes':3,'to':{}}")).isFalse();
  }

  @Test
  void calls_match_in_any_order_each_once() {
    JsonNode answers =
        json(
            "[{'parcel.ship':{'city':['A'],'boxes':[1]}},{'parcel.ship':{'city':['B'],'boxes':[2]}}]");
    Call a = new Call("parcel_ship", json("{'city':'A','boxes':1}"));
    Call b = new Call("parcel_ship", json("{'city':'B','boxes':2}"));
    assertThat(match.matches(List.of(b, a), answers)).isTrue();
    assertThat(match.matches(List.of(a, a), answers)).isFalse();
    assertThat(match.matches(List.of(a), answers)).isFalse();
    assertThat(match.matches(List.of(a, b, b), answers)).isFalse();
  }

  @Test
  void the_halves_share_no_case_and_types_become_json_schemas(@TempDir Path folder)
      throws Exception {
    StringBuilder questions = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      ObjectNode line = Json.object().put("id", "q" + i);
      line.putArray("question").addArray().addObject().put("role", "user").put("content", "c" + i);
      line.putArray("function").add(SHIP);
      questions.append(Json.text(line)).append('\n');
    }
    Files.writeString(folder.resolve("BFCL_v4_irrelevance.json"), questions);
    List<BfclCase> cases = BfclCase.read(folder, "irrelevance");
    JsonNode schema = cases.getFirst().request().tools().getFirst().inputSchema();

    assertThat(schema.path("type").asString()).isEqualTo("object");
    assertThat(schema.path("properties").path("weight").path("type").asString())
        .isEqualTo("number");
    assertThat(seen(folder, true)).containsExactly("c0", "c1");
    assertThat(seen(folder, false)).containsExactly("c2", "c3", "c4");
  }

  private static List<String> seen(Path folder, boolean tuning) throws Exception {
    List<String> seen = new ArrayList<>();
    Model model =
        (request, _) -> {
          seen.add(Content.text(request.messages().getLast().content()));
          return new Reply(List.of(), StopReason.END_TURN, Usage.NONE, "none");
        };
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    new Bfcl(model, folder, tuning).print(new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("| irrelevance | " + seen.size() + " | " + seen.size() + " | 100.0 % |");
    return seen;
  }

  private boolean matches(String arguments) {
    return match.matches(List.of(new Call("parcel_ship", json(arguments))), json(ANSWER));
  }

  private static JsonNode json(String text) {
    return Json.parse(text.strip().replace('\'', '"'));
  }
}

package dev.cadre.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Arguments from sentences, by what the schema says of each. */
final class FillerTest {
  private final Filler filler = new Filler(LocalDate.of(2026, 11, 21));

  @Test
  void numbers_go_where_the_words_around_them_say() {
    assertFilled(
        "Ship a box with a width of 30 and a height of 20.",
        "{'height':{'type':'integer'},'width':{'type':'integer'}}",
        "{'height':20,'width':30}");
  }

  @Test
  void a_unit_tells_what_a_number_measures() {
    assertFilled(
        "It moved 40 meters within 8 seconds.",
        "{'time':{'type':'integer'},'distance':{'type':'integer'}}",
        "{'time':8,'distance':40}");
  }

  @Test
  void percent_is_a_share_of_one_unless_percent_is_asked_for() {
    assertFilled("at a rate of 5%", "{'rate':{'type':'number'}}", "{'rate':0.05}");
    assertFilled(
        "at a rate of 5%",
        "{'rate':{'type':'number','description':'rate as a percentage'}}", "{'rate':5.0}");
  }

  @Test
  void from_and_to_are_told_apart() {
    assertFilled(
        "A ride to Porto from Faro",
        "{'origin':{'type':'string'},'destination':{'type':'string'}}",
        "{'origin':'Faro','destination':'Porto'}");
  }

  @Test
  void forms_of_their_own_are_recognised() {
    assertFilled(
        "Invite ada@example.org, call +44 20 7946 0958 and open https://example.org/a?b=1.",
        "{'url':{'type':'string'},'phone':{'type':'string'},'email':{'type':'string'}}",
        "{'url':'https://example.org/a?b=1','phone':'+44 20 7946 0958','email':'ada@example.org'}");
  }

  @Test
  void an_id_is_kept_as_it_is() {
    assertFilled(
        "Cancel INV-2026-0042 at once",
        "{'invoice_id':{'type':'string'}}",
        "{'invoice_id':'INV-2026-0042'}");
  }

  @Test
  void a_pattern_decides_what_can_be_a_value() {
    assertFilled(
        "Move A12-X to B77-Y", "{'shelf':{'type':'string','pattern':'^B'}}", "{'shelf':'B77-Y'}");
  }

  @Test
  void quoted_words_stay_together() {
    assertFilled(
        "Add a note saying \"buy milk, eggs and tea\"",
        "{'text':{'type':'string'}}",
        "{'text':'buy milk, eggs and tea'}");
  }

  @Test
  void one_of_an_enumeration_is_chosen_in_any_form_of_its_words() {
    assertFilled(
        "Give me the distance in kilometres",
        "{'unit':{'type':'string','enum':['mile','kilometer']}}",
        "{'unit':'kilometer'}");
  }

  @Test
  void a_negation_switches_off() {
    String schema = "{'breakfast':{'type':'boolean'},'parking':{'type':'boolean'}}";
    assertFilled(
        "A room with parking but without breakfast", schema, "{'breakfast':false,'parking':true}");
  }

  @Test
  void a_promised_format_takes_nothing_else() {
    assertFilled(
        "Is the hall free tomorrow at 7pm?",
        "{'start':{'type':'string','format':'date-time'}}",
        "{'start':'2026-11-22T19:00:00'}");
    assertFilled("Is the hall free?", "{'start':{'type':'string','format':'date'}}", "{}");
  }

  @Test
  void an_enumeration_fills_a_list() {
    assertFilled(
        "Invite Ada, Grace and Edsger",
        "{'attendees':{'type':'array','items':{'type':'string'}}}",
        "{'attendees':['Ada','Grace','Edsger']}");
    assertFilled(
        "Sum of 4, 8 and 15",
        "{'numbers':{'type':'array','items':{'type':'integer'}}}",
        "{'numbers':[4,8,15]}");
  }

  @Test
  void a_list_written_as_json_is_taken_as_it_is() {
    assertFilled(
        "Sort [[3, 1], [2, 9]] please",
        "{'table':{'type':'array','items':{'type':'array','items':{'type':'integer'}}}}",
        "{'table':[[3,1],[2,9]]}");
  }

  @Test
  void an_object_gets_its_members() {
    assertFilled(
        "Deliver 3 boxes to Lisbon",
        "{'delivery':{'type':'object','required':['city','boxes'],'properties':{"
            + "'city':{'type':'string'},'boxes':{'type':'integer'}}}}",
        "{'delivery':{'city':'Lisbon','boxes':3}}");
  }

  @Test
  void currencies_are_given_by_their_codes() {
    assertFilled(
        "Change 90 euros into yen",
        "{'amount':{'type':'integer'},'from_currency':{'type':'string'},'to_currency':{'type':'string'}}",
        "{'amount':90,'from_currency':'EUR','to_currency':'JPY'}");
  }

  @Test
  void a_default_fills_what_is_required_and_not_said() {
    assertFilled("Search for lamps", "{'limit':{'type':'integer','default':5}}", "{'limit':5}");
  }

  @Test
  void what_is_not_said_is_missing() {
    Tool tool = tool("{'city':{'type':'string'},'guests':{'type':'integer'}}");
    Arguments arguments = arguments(tool, "Something in Lisbon", true).getFirst();
    assertThat(arguments.missing()).extracting(Slot::name).containsExactly("guests");
  }

  @Test
  void values_side_by_side_go_together_when_the_text_says_respectively() {
    Tool tool = tool("{'artist':{'type':'string'},'minutes':{'type':'integer'}}");
    assertThat(
            arguments(
                tool,
                "Play artists Ada and Grace for 10 minutes and 20 minutes respectively",
                true))
        .extracting(Arguments::json)
        .containsExactly(
            (ObjectNode) json("{'artist':'Ada','minutes':10}"),
            (ObjectNode) json("{'artist':'Grace','minutes':20}"));
  }

  private void assertFilled(String text, String properties, String expected) {
    assertThat(arguments(tool(properties), text, false).getFirst().json())
        .isEqualTo(json(expected));
  }

  private List<Arguments> arguments(Tool tool, String text, boolean several) {
    return filler.fill(tool, Text.of(text), several).calls().stream()
        .map(call -> new Arguments(tool.slots(), call))
        .toList();
  }

  /** With every property required. */
  private static Tool tool(String properties) {
    ObjectNode schema = Json.object().put("type", "object");
    schema.set("properties", json(properties));
    var required = schema.putArray("required");
    json(properties).propertyNames().forEach(required::add);
    return Tool.of(new ToolSpec("do_it", "Does it.", schema));
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }
}

package dev.cadre.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What OpenAI's interface does not take here, and how it says so. */
final class OpenAiRefusalsTest {
  private static final String HI = "{'role':'user','content':'hi'}";

  private static Endpoints endpoints;

  @BeforeAll
  static void open() {
    endpoints = new Endpoints();
  }

  @AfterAll
  static void close() {
    endpoints.close();
  }

  private static void refused(String path, String body, String param, String part) {
    int asked = endpoints.models.asked.size();
    HttpResponse<String> answer = endpoints.post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-errortype")).isEmpty();
    JsonNode error = Json.parse(answer.body()).path("error");
    assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
    assertThat(error.path("message").asString()).contains(part);
    assertThat(error.path("param").asString("")).isEqualTo(param == null ? "" : param);
    assertThat(endpoints.models.asked).as("no model is asked").hasSize(asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{||valid JSON",
        "''|body|must be an object",
        "{'model':'default'}|messages|at least one message",
        "{'model':'default','messages':{}}|messages|must be a list",
        "{'messages':[{'role':'user','content':'hi'}]}|model|is missing",
        "{'model':7,'messages':[{'role':'user','content':'hi'}]}|model|must be a string",
        "{'model':'default','messages':[{'role':'king','content':'hi'}]}|messages.0.role|not 'king'",
        "{'model':'default','messages':[{'role':'user','content':''}]}|messages|without content",
        "{'model':'default','messages':[{'role':'user','content':[{'type':'input_audio'}]}]}|messages.0.content.0.type|input_audio",
        "{'model':'default','messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://example.com/a.png'}}]}]}|messages.0.content.0.image_url.url|data URL",
        "{'model':'default','messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/tiff;base64,AAAA'}}]}]}|messages.0.content.0.image_url|image/tiff",
        "{'model':'default','messages':[{'role':'tool','tool_call_id':'c9','content':'x'}]}|messages.0|'c9'",
      })
  void messages_that_make_no_conversation(String body, String param, String part) {
    refused("/v1/chat/completions", body.replace('\'', '"'), param, part);
  }

  @Test
  void arguments_that_are_no_json() {
    String body =
        "{'model':'default','messages':["
            + HI
            + ",{'role':'assistant','tool_calls':[{'id':'c1','type':'function',"
            + "'function':{'name':'f','arguments':'{oops'}}]},"
            + "{'role':'tool','tool_call_id':'c1','content':'x'}]}";
    refused(
        "/v1/chat/completions",
        body.replace('\'', '"'),
        "messages.1.tool_calls.0.function.arguments",
        "JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'n':2|n|must be 1",
        "'logprobs':true|logprobs|leave it out",
        "'stream':'yes'|stream|true or false",
        "'temperature':2.5|temperature|0 to 2",
        "'max_tokens':'many'|max_tokens|whole number",
        "'max_completion_tokens':0|max_completion_tokens|1 or more",
        "'functions':[]|functions|use tools",
        "'modalities':['audio']|audio|not served",
        "'tools':[{'type':'custom'}]|tools.0.type|must be function",
        "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'array'}}}]|tools.0.function.parameters.type|'object'",
        "'tools':[{'type':'function','function':{'name':'f','parameters':{'required':'a'}}}]|tools.0.function.parameters.required|no JSON Schema",
        "'tool_choice':'maybe'|tool_choice|required",
        "'tool_choice':'required'|tool_choice|does not have",
        "'response_format':{'type':'xml'}|response_format.type|not 'xml'",
        "'response_format':{'type':'json_schema','json_schema':{'name':'a'}}|response_format.json_schema.schema|is missing",
      })
  void settings_that_cannot_be_followed(String setting, String param, String part) {
    String body = "{'model':'default','messages':[" + HI + "]," + setting + "}";
    refused("/v1/chat/completions", body.replace('\'', '"'), param, part);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'model':'default'}|input|is missing",
        "{'model':'default','input':[]}|input|1 to 2048 texts",
        "{'model':'default','input':''}|input|none of them empty",
        "{'model':'default','input':[1,2]}|input|tokens",
        "{'model':'default','input':'a','encoding_format':'hex'}|encoding_format|float or base64",
        "{'model':'default','input':'a','dimensions':7}|dimensions|must be 2",
      })
  void embeddings_of_nothing(String body, String param, String part) {
    refused("/v1/embeddings", body.replace('\'', '"'), param, part);
  }

  @Test
  void a_body_over_25_megabytes() {
    refused(
        "/v1/chat/completions",
        "{\"model\":\"" + "x".repeat(26_000_000) + "\"}",
        null,
        "longer than 25000000");
  }

  @Test
  void a_model_that_is_not_known() {
    HttpResponse<String> answer =
        endpoints.post(
            "/v1/chat/completions",
            ("{'model':'no-such-model','messages':[" + HI + "]}").replace('\'', '"'));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("did you mean 'default'?");
  }
}

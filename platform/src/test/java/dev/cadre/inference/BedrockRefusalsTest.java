package dev.cadre.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What Bedrock Runtime does not take here, and how it says so. */
final class BedrockRefusalsTest {
  private static final String HI = "{'role':'user','content':[{'text':'hi'}]}";

  private static Endpoints endpoints;

  @BeforeAll
  static void open() {
    endpoints = new Endpoints();
  }

  @AfterAll
  static void close() {
    endpoints.close();
  }

  private static void refused(String path, String body, String part) {
    int asked = endpoints.models.asked.size();
    HttpResponse<String> answer = endpoints.post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-errortype")).hasValue("ValidationException");
    JsonNode error = Json.parse(answer.body());
    assertThat(error.path("__type").asString()).isEqualTo("ValidationException");
    assertThat(error.path("message").asString()).contains(part);
    assertThat(endpoints.models.asked).as("no model is asked").hasSize(asked);
  }

  /** Converse with single quotes for double ones. */
  private static void converse(String body, String part) {
    String json = body.replace('\'', '"');
    refused("/model/default/converse", json, part);
    refused("/model/default/converse-stream", json, part);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'messages':[|valid JSON",
        "[]|must be a JSON object",
        "{}|at least one message",
        "{'messages':'hi'}|messages",
        "{'messages':[{'role':'user','content':[{'text':7}]}]}|messages.1.member.content",
        "{'messages':[{'role':'user','content':[{}]}]}|Exactly one of",
        "{'messages':[{'role':'user','content':[]}]}|without content",
        "{'messages':[{'role':'assistant','content':[{'text':'hi'}]}]}|must begin with a message of the user",
        "{'messages':[{'role':'user','content':[{'video':{'format':'mp4','source':{'bytes':'AA=='}}}]}]}|video",
        "{'messages':[{'role':'user','content':[{'image':{'format':'png','source':{'bytes':'%%'}}}]}]}|base64",
        "{'messages':[{'role':'user','content':[{'image':{'format':'png','source':{'s3Location':{'uri':'s3://bucket/key'}}}}]}]}|S3",
        "{'messages':[{'role':'user','content':[{'toolResult':{'toolUseId':'t9','content':[]}}]}]}|'t9'",
      })
  void messages_that_make_no_conversation(String body, String part) {
    converse(body, part);
  }

  @Test
  void a_reply_already_begun() {
    converse(
        "{'messages':[" + HI + ",{'role':'assistant','content':[{'text':'The answer is'}]}]}",
        "not continued");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'inferenceConfig':{'maxTokens':0}|maxTokens",
        "'inferenceConfig':{'temperature':1.5}|temperature",
        "'inferenceConfig':{'topP':-1}|topP",
        "'inferenceConfig':{'stopSequences':['1','2','3','4','5','6','7','8','9','10','11','12','13','14','15','16','17']}|more than 16",
        "'guardrailConfig':{'guardrailIdentifier':'abc','guardrailVersion':'1'}|guardrailConfig",
        "'promptVariables':{'a':{'text':'b'}}|promptVariables",
        "'toolConfig':{'tools':[{'toolSpec':{'name':'bad name','inputSchema':{'json':{}}}}]}|name",
        "'toolConfig':{'tools':[{'toolSpec':{'name':'t','inputSchema':{'json':{'type':'strange'}}}}]}|must be 'object'",
        "'toolConfig':{'tools':[{'toolSpec':{'name':'t','inputSchema':{'json':{'type':'object','properties':{'a':{'type':'strange'}}}}}}]}|is no JSON Schema",
        "'toolConfig':{'tools':[{'toolSpec':{'name':'t','inputSchema':{'json':{'properties':7}}}}]}|is no JSON Schema",
        "'toolConfig':{'tools':[{'toolSpec':{'name':'t','inputSchema':{'json':7}}}]}|must be an object",
        "'toolConfig':{'tools':[{'toolSpec':{'name':'t','inputSchema':{'json':{}}}},{'toolSpec':{'name':'t','inputSchema':{'json':{}}}}]}|stands twice",
        "'toolConfig':{'tools':[{'systemTool':{'name':'nova_grounding'}}]}|toolSpec",
        "'toolConfig':{'tools':[{'toolSpec':{'name':'t','inputSchema':{'json':{}}}}],'toolChoice':{'tool':{'name':'u'}}}|does not have",
      })
  void settings_that_cannot_be_followed(String setting, String part) {
    converse("{'messages':[" + HI + "]," + setting + "}", part);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{|valid JSON",
        "[]|must be an object",
        "{'prompt':'hi'}|in no form served here",
        "{'anthropic_version':'bedrock-2020-01-01'}|bedrock-2023-05-31",
        "{'anthropic_version':'bedrock-2023-05-31','messages':[]}|'max_tokens' is missing",
        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':[]}|at least one message",
        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':[{'role':'user'}]}|messages.0.content",
        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':[{'role':'user','content':[{'type':'video'}]}]}|messages.0.content.0.type",
        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':[{'role':'user','content':'hi'}],'tools':[{'type':'bash_20250124','name':'bash'}]}|only custom",
        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':[{'role':'user','content':[{'type':'image','source':{'type':'url','url':'http://x/'}}]}]}|nothing is fetched",
        "{'schemaVersion':'messages-v9','messages':[]}|messages-v1",
        "{'messages':[{'role':'user','content':'hi'}]}|messages.0.content",
      })
  void bodies_of_invoke_model_that_no_model_understands(String body, String part) {
    String json = body.replace('\'', '"');
    refused("/model/small/invoke", json, part);
    refused("/model/small/invoke-with-response-stream", json, part);
    String inside = Base64.getEncoder().encodeToString(json.getBytes());
    refused(
        "/model/small/count-tokens",
        "{\"input\":{\"invokeModel\":{\"body\":\"" + inside + "\"}}}",
        part);
  }

  @Test
  void a_claude_model_wants_its_version() {
    refused("/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke", "{}", "anthropic_version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"converse", "converse-stream"})
  void a_model_that_is_not_known(String operation) {
    HttpResponse<String> answer =
        endpoints.post(
            "/model/no-such-model/" + operation,
            "{'messages':[".replace('\'', '"') + HI.replace('\'', '"') + "]}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("ValidationException").contains("did you mean 'default'?");
  }

  @Test
  void a_body_over_25_megabytes() {
    String long26 = "x".repeat(26_000_000);
    refused("/model/default/converse", "{\"messages\":\"" + long26 + "\"}", "longer than 25000000");
    refused("/model/default/invoke", "{\"messages\":\"" + long26 + "\"}", "longer than 25000000");
  }

  @Test
  void json_nested_without_end() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    refused("/model/default/converse", "{\"additionalModelRequestFields\":" + deep + "}", "JSON");
  }
}

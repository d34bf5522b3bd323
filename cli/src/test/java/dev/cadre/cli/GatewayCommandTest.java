package dev.cadre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GatewayCommandTest extends CommandLineTest {
  private static final String ID = "tools-abcdefghij";
  private static final String TARGETS = "/gateways/" + ID + "/targets/";
  private static final String MCP = "POST /gateways/" + ID + "/mcp";
  private static final String KEY = "/identities/GetApiKeyCredentialProvider";

  @BeforeEach
  void aGateway() {
    platform.onJson(
        "GET /gateways/?maxResults=100",
        "{\"items\":[],\"nextToken\":\"n 1\"}",
        "{\"items\":[],\"nextToken\":\"n 1\"}");
    platform.onJson(
        "GET /gateways/?maxResults=100&nextToken=n%201",
        """
        {"items":[{"gatewayId":"tools-abcdefghij","name":"tools","status":"READY","authorizerType":"NONE"}]}\
        """);
    platform.onJson(
        "GET /gateways/" + ID + "/",
        """
        {"gatewayId":"tools-abcdefghij","name":"tools","status":"READY","gatewayUrl":"http://x/gateways/tools/mcp"}\
        """);
    platform.onJson(
        "GET " + TARGETS + "?maxResults=100",
        "{\"items\":[{\"targetId\":\"T1\",\"name\":\"orders\",\"status\":\"READY\"}]}");
  }

  @Test
  void create_says_who_may_enter_and_prints_the_address() {
    platform.onJson("POST /gateways/", "{\"gatewayUrl\":\"http://x/gateways/tools/mcp\"}");
    assertThat(
            run(
                "gateway",
                "create",
                "tools",
                "--authorizer-type",
                "CUSTOM_JWT",
                "--discovery-url",
                "https://i/.well-known/openid-configuration",
                "--allowed-audience",
                "a, b"))
        .isZero();
    assertThat(out()).isEqualTo("http://x/gateways/tools/mcp\n");
    assertThat(platform.last("POST /gateways/").text())
        .contains(
            "\"searchType\":\"SEMANTIC\"",
            "{\"discoveryUrl\":\"https://i/.well-known/openid-configuration\",\"allowedAudience\":[\"a\",\"b\"]}");
    assertThat(run("gateway", "create", "tools", "--discovery-url", "x")).isEqualTo(2);
  }

  @Test
  void a_gateway_is_found_by_its_name_on_any_page() {
    assertThat(run("gateway", "show", "tools")).isZero();
    assertThat(out()).contains("http://x/gateways/tools/mcp", "orders");
    assertThat(run("gateway", "show", "others")).isEqualTo(3);
    assertThat(err()).contains("there is no gateway 'others'");
  }

  @Test
  void add_target_waits_until_it_was_asked_and_says_what_is_wrong() throws IOException {
    platform.onJson("POST " + TARGETS, "{\"targetId\":\"T2\",\"status\":\"CREATING\"}");
    platform.onJson(
        "GET " + TARGETS + "T2/",
        "{\"targetId\":\"T2\",\"status\":\"CREATING\"}",
        "{\"targetId\":\"T2\",\"status\":\"READY\",\"statusReasons\":[\"tool 'x' was left out\"]}",
        "{\"targetId\":\"T2\",\"status\":\"FAILED\",\"statusReasons\":[\"cannot be reached\"]}");
    platform.onJson("POST " + KEY, "{\"credentialProviderArn\":\"arn:key\"}");
    Files.writeString(folder.resolve("pets.yaml"), "openapi: 3.1.0");
    assertThat(
            run(
                "gateway",
                "add-target",
                "tools",
                "pets",
                "--schema",
                "pets.yaml",
                "--credential-name",
                "pets"))
        .isZero();
    assertThat(out()).isEqualTo("T2 READY\n");
    assertThat(err()).contains("'x' was left out");
    assertThat(platform.last("POST " + TARGETS).text())
        .isEqualTo(
            "{\"name\":\"pets\",\"targetConfiguration\":{\"mcp\":{\"openApiSchema\":{\"inlinePayload\":\"openapi: 3.1.0\"}}},"
                + "\"credentialProviderConfigurations\":[{\"credentialProviderType\":\"API_KEY\",\"credentialProvider\":"
                + "{\"apiKeyCredentialProvider\":{\"providerArn\":\"arn:key\"}}}]}");
    assertThat(run("gateway", "add-target", "tools", "m", "--endpoint", "http://x/mcp"))
        .isEqualTo(1);
    assertThat(err()).contains("cannot be reached");
    assertThat(run("gateway", "add-target", "tools", "m")).isEqualTo(2);
  }

  @Test
  void a_function_is_added_with_its_tools() throws IOException {
    platform.onJson("POST " + TARGETS, "{\"targetId\":\"T2\"}");
    platform.onJson("GET " + TARGETS + "T2/", "{\"targetId\":\"T2\",\"status\":\"READY\"}");
    Files.writeString(folder.resolve("tools.json"), "[{\"name\":\"find\"}]");
    Files.writeString(folder.resolve("bad.json"), "[{");
    String[] words = {"gateway", "add-target", "tools", "f", "--lambda-arn", "arn:f"};
    assertThat(run(with(words, "--tool-schema-file", "tools.json"))).isZero();
    assertThat(platform.last("POST " + TARGETS).text())
        .contains("{\"lambdaArn\":\"arn:f\",\"toolSchema\":{\"inlinePayload\":[{\"name\":\"find\"}]}}");
    assertThat(run(with(words, "--tool-schema-file", "bad.json"))).isEqualTo(2);
    assertThat(run(words)).isEqualTo(2);
    assertThat(err()).contains("bad.json is no JSON", "--tool-schema-file is missing");
  }

  private static String[] with(String[] words, String... more) {
    String[] all = new String[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  @Test
  void tools_are_listed_page_by_page_and_called() {
    platform.onJson(
        MCP,
        "{\"tools\":[{\"name\":\"orders___find\",\"description\":\"Finds\\nan order\"}],\"nextCursor\":\"c\"}",
        "{\"tools\":[{\"name\":\"orders___list\"}]}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"sent\"}]}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"is down\"}],\"isError\":true}",
        "{\"error\":{\"code\":-32602,\"message\":\"there is no tool 'x'\"}}");
    assertThat(run("gateway", "tools", "tools")).isZero();
    assertThat(out()).contains("orders___find", "Finds an order", "orders___list");
    assertThat(run("gateway", "call", "tools", "orders___find", "{\"id\": 17}")).isZero();
    assertThat(platform.last(MCP).text())
        .isEqualTo(
            "{\"method\":\"tools/call\",\"params\":{\"name\":\"orders___find\",\"arguments\":{\"id\":17}}}");
    assertThat(out()).endsWith("sent\n");
    assertThat(run("gateway", "call", "tools", "orders___find")).isEqualTo(1);
    assertThat(run("gateway", "call", "tools", "x")).isEqualTo(1);
    assertThat(err()).contains("there is no tool 'x'");
    assertThat(run("gateway", "call", "tools", "x", "[1]")).isEqualTo(2);
  }

  @Test
  void delete_asks_and_takes_the_targets_first() {
    platform.onJson("DELETE " + TARGETS + "T1/", "{\"targetId\":\"T1\"}");
    platform.onJson("DELETE /gateways/" + ID + "/", "{\"gatewayId\":\"tools\"}");
    assertThat(run("gateway", "delete", "tools")).isEqualTo(2);
    interactive = true;
    typed = "yes\n";
    assertThat(run("gateway", "delete", "tools")).isZero();
    assertThat(err()).contains("Delete gateway tools-abcdefghij with 1 targets?");
    assertThat(platform.seen().stream().map(seen -> seen.line()).filter(l -> l.startsWith("DEL")))
        .containsExactly("DELETE " + TARGETS + "T1/", "DELETE /gateways/" + ID + "/");
  }

  @Test
  void sync_asks_those_that_are_named_or_all() {
    String sync = "PUT /gateways/" + ID + "/synchronizeTargets";
    platform.onJson(sync, "{\"targets\":[{\"name\":\"orders\",\"status\":\"SYNCHRONIZING\"}]}");
    assertThat(run("gateway", "sync", "tools")).isZero();
    assertThat(platform.last(sync).text()).isEqualTo("{\"targetIdList\":[\"T1\"]}");
    assertThat(run("gateway", "sync", "tools", "orders")).isZero();
    assertThat(run("gateway", "sync", "tools", "nobody")).isEqualTo(3);
    assertThat(err()).contains("orders SYNCHRONIZING", "has no target 'nobody'");
  }

  @Test
  void a_secret_comes_by_the_input_and_is_never_printed() {
    String create = "POST /identities/CreateApiKeyCredentialProvider";
    platform.onJson(create, "{\"credentialProviderArn\":\"arn:key\"}");
    typed = "s3cret\n";
    assertThat(run("credentials", "create", "orders")).isZero();
    assertThat(platform.last(create).text())
        .isEqualTo("{\"name\":\"orders\",\"apiKey\":\"s3cret\"}");
    assertThat(out()).isEqualTo("arn:key\n");
    assertThat(err()).doesNotContain("s3cret");
    typed = "";
    assertThat(run("credentials", "create", "orders")).isEqualTo(2);
    assertThat(run("credentials", "create", "orders", "--type", "magic")).isEqualTo(2);
  }

  @Test
  void an_oauth_client_is_kept_listed_and_deleted() {
    String create = "POST /identities/CreateOauth2CredentialProvider";
    platform.onJson(
        create, "{\"credentialProviderArn\":\"arn:crm\",\"callbackUrl\":\"http://x/back\"}");
    platform.onJson(
        "POST /identities/ListOauth2CredentialProviders",
        "{\"credentialProviders\":[{\"name\":\"crm\",\"lastUpdatedTime\":1767323045.0}]}");
    platform.onJson(
        "POST /identities/ListApiKeyCredentialProviders", "{\"credentialProviders\":[]}");
    platform.onJson("POST /identities/GetOauth2CredentialProvider", "{\"name\":\"crm\"}");
    platform.onJson("POST /identities/DeleteOauth2CredentialProvider", "{}");
    String[] oauth = {"credentials", "create", "crm", "--type", "oauth", "--client-id", "c"};
    typed = "s3cret\n";
    assertThat(run(with(oauth, "--discovery-url", "https://i/x"))).isZero();
    assertThat(platform.last(create).text())
        .contains(
            "{\"clientId\":\"c\",\"oauthDiscovery\":{\"discoveryUrl\":\"https://i/x\"},\"clientSecret\":\"s3cret\"}");
    assertThat(run("credentials", "list")).isZero();
    assertThat(out()).contains("crm", "oauth", "2026-01-02T03:04:05Z");
    assertThat(run("credentials", "delete", "crm", "--type", "oauth", "--confirm")).isZero();
    assertThat(platform.last("POST /identities/DeleteOauth2CredentialProvider").text())
        .isEqualTo("{\"name\":\"crm\"}");
  }
}

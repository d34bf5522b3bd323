package dev.cadre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AuthorizeCommandTest extends CommandLineTest {
  private static final String BEGIN = "POST /cadre/v1/authorizations";
  private static final String URL = "https://parcels.example/mcp";

  @Test
  void the_page_to_open_is_printed_alone() {
    platform.onJson(
        BEGIN, "{\"authorizationUrl\":\"https://idp.example/a?state=s\",\"expiresInSeconds\":600}");

    assertThat(run("credentials", "authorize", URL)).isZero();

    assertThat(out()).isEqualTo("https://idp.example/a?state=s\n");
    assertThat(err()).contains("within 10 minutes");
    assertThat(platform.last(BEGIN).text()).isEqualTo("{\"server\":\"" + URL + "\"}");
  }

  @Test
  void a_name_of_the_registry_stands_for_its_address() {
    platform.onJson(
        "GET /cadre/v1/servers", "{\"servers\":[{\"name\":\"parcels\",\"url\":\"" + URL + "\"}]}");
    platform.onJson(BEGIN, "{\"authorizationUrl\":\"https://idp.example/a\"}");

    assertThat(run("credentials", "authorize", "parcels")).isZero();
    assertThat(platform.last(BEGIN).text()).contains(URL);

    assertThat(run("credentials", "authorize", "letters")).isEqualTo(2);
    assertThat(err()).contains("'letters' is no server of the registry");
  }

  @Test
  void a_consent_is_listed_and_forgotten() {
    platform.onJson(
        "GET /cadre/v1/authorizations",
        """
        {"authorizations":[{"server":"https://parcels.example/mcp","issuer":"https://idp.example",
          "scopes":["read"],"wantedScopes":["read","write"],"updatedAt":"2026-01-02T03:04:05Z"}]}\
        """);
    assertThat(run("credentials", "authorize")).isZero();
    assertThat(out()).contains(URL, "https://idp.example", "read write");

    String forget = "DELETE /cadre/v1/authorizations?server=https%3A%2F%2Fparcels.example%2Fmcp";
    platform.onJson(forget, "{}");
    assertThat(run("credentials", "authorize", URL, "--forget")).isZero();
    assertThat(platform.seen()).extracting(StandInPlatform.Seen::line).contains(forget);
  }
}

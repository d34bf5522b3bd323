package dev.cadre.credential;

import dev.cadre.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Whose authorization server an OAuth2 provider speaks to, with the endpoints that each vendor
 * publishes. Those without endpoints give every customer a server of its own.
 */
enum Vendor {
  CUSTOM("CustomOauth2", "custom"),
  GOOGLE(
      "GoogleOauth2",
      "google",
      "https://accounts.google.com",
      "https://accounts.google.com/o/oauth2/v2/auth",
      "https://oauth2.googleapis.com/token",
      "Google proves services with signed assertions"),
  GITHUB(
      "GithubOauth2",
      "github",
      "https://github.com",
      "https://github.com/login/oauth/authorize",
      "https://github.com/login/oauth/access_token",
      "GitHub gives OAuth tokens to people only; keep an app's token as an API key"),
  SLACK(
      "SlackOauth2",
      "slack",
      "https://slack.com",
      "https://slack.com/openid/connect/authorize",
      "https://slack.com/api/openid.connect.token",
      "Slack gives OAuth tokens to people only; keep a bot's token as an API key"),
  SALESFORCE(
      "SalesforceOauth2",
      "salesforce",
      "https://login.salesforce.com",
      "https://login.salesforce.com/services/oauth2/authorize",
      "https://login.salesforce.com/services/oauth2/token",
      "Salesforce does it at your own domain only; make a CustomOauth2 provider with its"
          + " discovery URL"),
  MICROSOFT(
      "MicrosoftOauth2",
      "microsoft",
      "https://login.microsoftonline.com/{tenant}/v2.0",
      "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
      "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
      null),
  ATLASSIAN(
      "AtlassianOauth2",
      "atlassian",
      "https://auth.atlassian.com",
      "https://auth.atlassian.com/authorize",
      "https://auth.atlassian.com/oauth/token",
      null),
  LINKEDIN(
      "LinkedinOauth2",
      "linkedin",
      "https://www.linkedin.com/oauth",
      "https://www.linkedin.com/oauth/v2/authorization",
      "https://www.linkedin.com/oauth/v2/accessToken",
      null),
  X(
      "XOauth2",
      "included",
      "https://x.com",
      "https://x.com/i/oauth2/authorize",
      "https://api.x.com/2/oauth2/token",
      "X gives OAuth 2.0 tokens to people only"),
  FACEBOOK(
      "FacebookOauth2",
      "included",
      "https://www.facebook.com",
      "https://www.facebook.com/dialog/oauth",
      "https://graph.facebook.com/oauth/access_token",
      null),
  YANDEX(
      "YandexOauth2",
      "included",
      "https://oauth.yandex.com",
      "https://oauth.yandex.com/authorize",
      "https://oauth.yandex.com/token",
      "Yandex gives OAuth tokens to people only"),
  REDDIT(
      "RedditOauth2",
      "included",
      "https://www.reddit.com",
      "https://www.reddit.com/api/v1/authorize",
      "https://www.reddit.com/api/v1/access_token",
      null),
  ZOOM(
      "ZoomOauth2",
      "included",
      "https://zoom.us",
      "https://zoom.us/oauth/authorize",
      "https://zoom.us/oauth/token",
      null),
  TWITCH(
      "TwitchOauth2",
      "included",
      "https://id.twitch.tv/oauth2",
      "https://id.twitch.tv/oauth2/authorize",
      "https://id.twitch.tv/oauth2/token",
      null),
  SPOTIFY(
      "SpotifyOauth2",
      "included",
      "https://accounts.spotify.com",
      "https://accounts.spotify.com/authorize",
      "https://accounts.spotify.com/api/token",
      null),
  DROPBOX(
      "DropboxOauth2",
      "included",
      "https://www.dropbox.com",
      "https://www.dropbox.com/oauth2/authorize",
      "https://api.dropboxapi.com/oauth2/token",
      "Dropbox gives OAuth tokens to people only"),
  NOTION(
      "NotionOauth2",
      "included",
      "https://api.notion.com",
      "https://api.notion.com/v1/oauth/authorize",
      "https://api.notion.com/v1/oauth/token",
      "Notion gives OAuth tokens to people only; keep an integration's secret as an API key"),
  HUBSPOT(
      "HubspotOauth2",
      "included",
      "https://app.hubspot.com",
      "https://app.hubspot.com/oauth/authorize",
      "https://api.hubapi.com/oauth/v1/token",
      "HubSpot gives OAuth tokens to people only; keep a private app's token as an API key"),
  OKTA("OktaOauth2", "included"),
  ONE_LOGIN("OneLoginOauth2", "included"),
  PING_ONE("PingOneOauth2", "included"),
  CYBER_ARK("CyberArkOauth2", "included"),
  FUSION_AUTH("FusionAuthOauth2", "included"),
  AUTH0("Auth0Oauth2", "included"),
  COGNITO("CognitoOauth2", "included");

  private final String wire;
  private final String member;
  private final String issuer;
  private final String authorization;
  private final String token;
  private final @Nullable String refusal;

  /** Where an authorization server is. */
  record Endpoints(String issuer, String authorization, String token) {}

  Vendor(String wire, String member) {
    this.wire = wire;
    this.member = member + "Oauth2ProviderConfig";
    this.issuer = "";
    this.authorization = "";
    this.token = "";
    this.refusal = null;
  }

  Vendor(
      String wire,
      String member,
      String issuer,
      String authorization,
      String token,
      @Nullable String refusal) {
    this.wire = wire;
    this.member = member + "Oauth2ProviderConfig";
    this.issuer = issuer;
    this.authorization = authorization;
    this.token = token;
    this.refusal = refusal;
  }

  static Vendor of(String wire) {
    for (Vendor vendor : values()) {
      if (vendor.wire.equals(wire)) {
        return vendor;
      }
    }
    throw new Fault.Invalid("credentialProviderVendor '" + wire + "' is not known here");
  }

  String wire() {
    return wire;
  }

  /** Its member of {@code oauth2ProviderConfigInput} and of its output. */
  String member() {
    return member;
  }

  /**
   * Null where each customer has a server of its own.
   *
   * @param tenant stands for {@code {tenant}} in what is published
   */
  @Nullable Endpoints endpoints(String tenant) {
    return token.isEmpty()
        ? null
        : new Endpoints(
            issuer.replace("{tenant}", tenant),
            authorization.replace("{tenant}", tenant),
            token.replace("{tenant}", tenant));
  }

  /** Why there are no tokens for services alone; null where there are, as far as is known. */
  @Nullable String refusal() {
    return refusal;
  }
}

package dev.cadre.credential;

import dev.cadre.http.Destinations;
import java.net.URI;
import java.time.Duration;

/**
 * @param url of this platform, where people's browsers come back to
 * @param destinations which authorization servers may be called
 * @param maxProviders of each kind; AWS allows 50
 * @param maxWorkloads AWS allows 11,000
 * @param workloadTokenLife how long a workload access token is good
 * @param providerCache how long a change made on another node may go unseen
 * @param authorizationLife how long a person may take to consent
 */
public record CredentialConfig(
    String region,
    String account,
    URI url,
    Destinations destinations,
    int maxProviders,
    int maxWorkloads,
    Duration workloadTokenLife,
    Duration providerCache,
    Duration authorizationLife) {

  public static CredentialConfig defaults(
      String region, String account, URI url, Destinations destinations) {
    return new CredentialConfig(
        region,
        account,
        url,
        destinations,
        50,
        11_000,
        Duration.ofHours(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(10));
  }
}

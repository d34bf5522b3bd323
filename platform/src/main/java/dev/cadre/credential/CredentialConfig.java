package dev.cadre.credential;

import java.net.URI;
import java.time.Duration;

/**
 * @param url of this platform, where people's browsers come back to
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
    int maxProviders,
    int maxWorkloads,
    Duration workloadTokenLife,
    Duration providerCache,
    Duration authorizationLife) {

  public static CredentialConfig defaults(String region, String account, URI url) {
    return new CredentialConfig(
        region,
        account,
        url,
        50,
        11_000,
        Duration.ofHours(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(10));
  }
}

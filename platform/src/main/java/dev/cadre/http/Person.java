package dev.cadre.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whom the work of a request is done for. */
public final class Person {
  /** By which a caller that speaks for others says whom for, as AgentCore has it. */
  public static final String HEADER = "X-Amzn-Bedrock-AgentCore-Runtime-User-Id";

  private Person() {}

  /** Of the request's principal and its header. */
  public static String of(Exchange exchange) {
    return of(exchange.principal(), exchange.header(HEADER).orElse(null));
  }

  /**
   * A person whom a token names can't say to be another, and an agent is who the platform knows it
   * works for.
   *
   * @param named by the caller; null or blank for nobody
   */
  public static String of(Principal caller, @Nullable String named) {
    return switch (caller.kind()) {
      case JWT -> caller.name();
      case AGENT -> Objects.requireNonNull(caller.behalf()).person();
      case ANONYMOUS, ACCESS_KEY, ADMIN_TOKEN, SESSION ->
          named == null || named.isBlank() ? caller.name() : named;
    };
  }
}

package dev.cadre.model;

import io.opentelemetry.context.Context;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

final class Samples {
  static final Caller CALLER = new Caller("ada", "support", "session-1", Context.root());
  static final ModelException UNAVAILABLE = new ModelException.Unavailable("down", null);

  static final Budgets.Spending NOTHING_SPENT = spending(List.of(), BigDecimal.ZERO);

  private Samples() {}

  static Budgets.Spending spending(List<Budgets.Spent> today, BigDecimal bySession) {
    return new Budgets.Spending() {
      @Override
      public List<Budgets.Spent> spentOn(LocalDate day) {
        return today;
      }

      @Override
      public BigDecimal spentBy(String session) {
        return bySession;
      }
    };
  }

  static ProviderConfig provider(String name, ProviderKind kind, String region) {
    return new ProviderConfig(
        name,
        kind,
        null,
        region,
        new ProviderConfig.Credentials.Ambient(),
        true,
        50_000,
        4,
        1_000_000);
  }

  static ProviderConfig bedrock(String region) {
    return provider("bedrock", ProviderKind.BEDROCK, region);
  }

  static ModelRequest request(String model) {
    return new ModelRequest(model, "Be brief.", List.of(new Message.User("Hello")), List.of());
  }
}

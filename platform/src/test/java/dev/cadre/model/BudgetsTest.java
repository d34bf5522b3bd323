package dev.cadre.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  private final TestTime time = new TestTime();
  private Budgets.Spending before = Samples.NOTHING_SPENT;

  private Budgets budgets(String session, String agent, String tenant, String day) {
    return new Budgets(new BudgetLimits(of(session), of(agent), of(tenant), of(day)), time, before);
  }

  private static BigDecimal of(String dollars) {
    return dollars.isEmpty() ? null : new BigDecimal(dollars);
  }

  private void spend(Budgets budgets, String dollars) {
    budgets.reserve(Samples.CALLER, of(dollars)).close();
    budgets.charge(Samples.CALLER, of(dollars));
  }

  @Test
  void a_session_over_its_budget_is_refused_with_the_figure_and_the_limit() {
    Budgets budgets = budgets("1.00", "", "", "");
    spend(budgets, "0.98");
    assertThatThrownBy(() -> budgets.reserve(Samples.CALLER, of("0.05")))
        .isInstanceOf(ModelException.OverBudget.class)
        .hasMessage(
            "the session session-1 has spent $0.98 of its $1.00, and this call may cost $0.050000;"
                + " raise budgets.session, or begin a new session");
    spend(budgets, "0.02");
  }

  @Test
  void each_agent_tenant_and_day_has_a_budget_of_its_own() {
    for (Budgets budgets :
        List.of(budgets("", "1", "", ""), budgets("", "", "1", ""), budgets("", "", "", "1"))) {
      spend(budgets, "1");
      assertThatThrownBy(() -> spend(budgets, "0.1"))
          .isInstanceOf(ModelException.OverBudget.class)
          .hasMessageContaining("$1.00 of its $1.00 for today (UTC)");
    }
    Budgets agents = budgets("", "1", "", "");
    spend(agents, "1");
    agents.reserve(new Caller("ada", "other", null, Context.root()), of("0.5")).close();
  }

  @Test
  void what_a_called_agent_costs_is_of_the_session_that_was_first() {
    Budgets budgets = budgets("1", "", "", "");
    Caller called =
        new Caller("ada", "clerk", "inner", "ada", 1, Samples.CALLER.session(), Context.root());
    budgets.reserve(called, of("0.9")).close();
    budgets.charge(called, of("0.9"));
    assertThatThrownBy(() -> budgets.reserve(Samples.CALLER, of("0.2")))
        .isInstanceOf(ModelException.OverBudget.class)
        .hasMessageContaining("the session session-1 has spent $0.90");
    assertThatThrownBy(() -> budgets.reserve(called, of("0.2")))
        .isInstanceOf(ModelException.OverBudget.class)
        .hasMessageContaining("session-1");
  }

  @Test
  void a_day_begins_with_its_whole_budget_and_a_session_does_not() {
    Budgets budgets = budgets("2", "1", "", "");
    spend(budgets, "1");
    time.forward(Duration.ofDays(1));
    spend(budgets, "1");
    time.forward(Duration.ofDays(1));
    assertThatThrownBy(() -> spend(budgets, "0.1"))
        .isInstanceOf(ModelException.OverBudget.class)
        .hasMessageContaining("session-1");
  }

  @Test
  void what_was_spent_before_the_process_began_counts() {
    before =
        Samples.spending(
            List.of(
                new Budgets.Spent("ada", "support", of("0.40")),
                new Budgets.Spent("bob", "support", of("0.50"))),
            of("0.90"));
    assertThatThrownBy(() -> budgets("1", "", "", "").reserve(Samples.CALLER, of("0.2")))
        .isInstanceOf(ModelException.OverBudget.class)
        .hasMessageContaining("$0.90 of its $1.00");
    assertThatThrownBy(() -> budgets("", "1", "", "").reserve(Samples.CALLER, of("0.2")))
        .isInstanceOf(ModelException.OverBudget.class)
        .hasMessageContaining("$0.90 of its $1.00");
  }

  @Test
  void calls_made_together_cannot_overrun_together() throws Exception {
    Budgets budgets = budgets("", "", "", "1");
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(
          () -> {
            try (Budgets.Reservation _ = budgets.reserve(Samples.CALLER, of("0.03"))) {
              budgets.charge(Samples.CALLER, of("0.03"));
              return true;
            } catch (ModelException.OverBudget e) {
              return false;
            }
          });
    }
    int made = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        made += call.get() ? 1 : 0;
      }
    }
    assertThat(made).isBetween(16, 33);
  }

  @Test
  void money_held_for_calls_under_way_is_not_spent_twice() {
    Budgets budgets = budgets("", "", "", "1");
    try (Budgets.Reservation _ = budgets.reserve(Samples.CALLER, of("0.6"))) {
      assertThatThrownBy(() -> budgets.reserve(Samples.CALLER, of("0.6")))
          .isInstanceOf(ModelException.OverBudget.class)
          .hasMessageContaining("$0.60 are held for calls under way");
    }
    budgets.reserve(Samples.CALLER, of("0.6")).close();
  }
}

package dev.cadre.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls whose budget is spent. What a call may cost is reserved before it is made and what
 * it did cost is charged after, so that calls made together cannot overrun a budget together. Sums
 * are held in memory: a day's are read from the database when the platform starts, a session's when
 * its first call is seen. Thread-safe.
 */
final class Budgets {
  /** Sessions whose sums are held; the one not used for the longest time is read again. */
  private static final int MAX_SESSIONS = 100_000;

  private final BudgetLimits limits;
  private final InstantSource clock;
  private final Spending spending;
  private final Map<String, Account> sessions = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Account> agents = new LinkedHashMap<>();
  private final Map<String, Account> tenants = new LinkedHashMap<>();
  private Account everything = new Account();
  private LocalDate today;

  /** What was spent before this process began. */
  interface Spending {
    /** What a day has cost so far. */
    List<Spent> spentOn(LocalDate day);

    /** What a session has cost in its whole life, in dollars. */
    BigDecimal spentBy(String session);
  }

  /**
   * What one tenant's agent has cost, in dollars.
   *
   * @param agent empty for a caller that is none
   */
  record Spent(String tenant, String agent, BigDecimal cost) {}

  private static final class Account {
    private BigDecimal spent = BigDecimal.ZERO;
    private BigDecimal reserved = BigDecimal.ZERO;
  }

  /** A limit and what stands against it. */
  private record Scope(
      String whose, String key, BigDecimal limit, Account account, boolean daily) {}

  Budgets(BudgetLimits limits, InstantSource clock, Spending spending) {
    this.limits = limits;
    this.clock = clock;
    this.spending = spending;
    this.today = UsageStore.dayOf(clock.instant());
    for (Spent spent : spending.spentOn(today)) {
      add(everything, spent.cost());
      add(account(tenants, spent.tenant()), spent.cost());
      if (!spent.agent().isEmpty()) {
        add(account(agents, spent.agent()), spent.cost());
      }
    }
  }

  /** Money held for a call under way. */
  interface Reservation extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Holds {@code estimate} dollars against every budget of {@code caller}.
   *
   * @throws ModelException.OverBudget with the figure and the limit
   */
  Reservation reserve(Caller caller, BigDecimal estimate) {
    remember(caller.payer());
    synchronized (this) {
      turnDay();
      List<Scope> scopes = scopes(caller);
      scopes.forEach(scope -> check(scope, estimate));
      scopes.forEach(scope -> scope.account().reserved = scope.account().reserved.add(estimate));
      return () -> release(scopes, estimate);
    }
  }

  synchronized void charge(Caller caller, BigDecimal cost) {
    turnDay();
    add(everything, cost);
    add(account(tenants, caller.tenant()), cost);
    if (caller.agent() != null) {
      add(account(agents, caller.agent()), cost);
    }
    Account session = caller.payer() == null ? null : sessions.get(caller.payer());
    if (session != null) {
      add(session, cost);
    }
  }

  private synchronized void release(List<Scope> scopes, BigDecimal estimate) {
    scopes.forEach(scope -> scope.account().reserved = scope.account().reserved.subtract(estimate));
  }

  private List<Scope> scopes(Caller caller) {
    List<Scope> scopes = new ArrayList<>();
    if (limits.session() != null && caller.payer() != null) {
      scopes.add(
          new Scope(
              "the session " + caller.payer(),
              "session",
              limits.session(),
              account(sessions, caller.payer()),
              false));
    }
    if (limits.agent() != null && caller.agent() != null) {
      scopes.add(
          new Scope(
              "the agent " + caller.agent(),
              "agent",
              limits.agent(),
              account(agents, caller.agent()),
              true));
    }
    if (limits.tenant() != null) {
      scopes.add(
          new Scope(
              "'" + caller.tenant() + "'",
              "tenant",
              limits.tenant(),
              account(tenants, caller.tenant()),
              true));
    }
    if (limits.day() != null) {
      scopes.add(new Scope("the platform", "day", limits.day(), everything, true));
    }
    return scopes;
  }

  private static void check(Scope scope, BigDecimal estimate) {
    Account account = scope.account();
    BigDecimal after = account.spent.add(account.reserved).add(estimate);
    if (after.compareTo(scope.limit()) > 0 || account.spent.compareTo(scope.limit()) >= 0) {
      throw new ModelException.OverBudget(
          scope.whose()
              + " has spent "
              + dollars(account.spent)
              + " of its "
              + dollars(scope.limit())
              + (scope.daily() ? " for today (UTC)" : "")
              + (account.reserved.signum() > 0
                  ? ", " + dollars(account.reserved) + " are held for calls under way"
                  : "")
              + ", and this call may cost "
              + dollars(estimate)
              + "; raise budgets."
              + scope.key()
              + (scope.daily() ? ", or wait for the day to end" : ", or begin a new session"));
    }
  }

  /** Reads what a session has cost, the first time it is seen. */
  private void remember(@Nullable String session) {
    if (limits.session() == null || session == null) {
      return;
    }
    synchronized (this) {
      if (sessions.get(session) != null) {
        return;
      }
    }
    BigDecimal spent = spending.spentBy(session);
    synchronized (this) {
      if (sessions.get(session) == null) {
        forgetOne();
        Account account = new Account();
        account.spent = spent;
        sessions.put(session, account);
      }
    }
  }

  private void forgetOne() {
    if (sessions.size() >= MAX_SESSIONS) {
      sessions.entrySet().stream()
          .filter(entry -> entry.getValue().reserved.signum() == 0)
          .map(Map.Entry::getKey)
          .findFirst()
          .ifPresent(sessions::remove);
    }
  }

  /** What is held for calls under way stays with the accounts they hold, and is let go there. */
  private void turnDay() {
    LocalDate now = UsageStore.dayOf(clock.instant());
    if (!now.equals(today)) {
      today = now;
      everything = new Account();
      agents.clear();
      tenants.clear();
    }
  }

  private static Account account(Map<String, Account> accounts, String key) {
    return accounts.computeIfAbsent(key, _ -> new Account());
  }

  private static void add(Account account, BigDecimal cost) {
    account.spent = account.spent.add(cost);
  }

  /** Cents, or finer where cents would say nothing. */
  private static String dollars(BigDecimal amount) {
    int scale = amount.abs().compareTo(new BigDecimal("0.1")) < 0 && amount.signum() != 0 ? 6 : 2;
    return "$" + amount.setScale(scale, RoundingMode.HALF_UP).toPlainString();
  }
}

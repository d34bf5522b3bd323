package dev.cadre.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.store.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsageStoreTest {
  private final TestTime time = new TestTime();
  private final TestDatabase db = TestDatabase.fresh();
  private final UsageStore store = new UsageStore(db.database(), time, 7);

  @AfterEach
  void close() {
    db.close();
  }

  static UsageRow row(Instant at, Caller caller, String cost) {
    return new UsageRow(
        at,
        caller,
        "bedrock",
        "eu.amazon.nova-pro-v1:0",
        new Usage(1_000, 100, 10, 1),
        new BigDecimal(cost),
        true,
        false,
        Outcome.OK,
        Duration.ofMillis(850));
  }

  private List<UsageStore.Sum> sums(UsageQuery.By by, Map<UsageQuery.By, String> only) {
    var today = UsageStore.dayOf(time.instant());
    return store.sums(new UsageQuery(by, today.minusDays(29), today, only, 100));
  }

  @Test
  void calls_are_kept_and_summed_by_whatever_is_asked() {
    Caller other = new Caller("bob", "coach", null, Samples.CALLER.trace());
    Instant yesterday = time.instant().minus(Duration.ofDays(1));
    store.write(List.of(row(yesterday, Samples.CALLER, "0.25"), row(time.instant(), other, "1")));
    store.write(List.of(row(time.instant(), Samples.CALLER, "0.50")));
    assertThat(sums(UsageQuery.By.AGENT, Map.of()))
        .containsExactly(
            new UsageStore.Sum("coach", 1, 1_000, 100, new BigDecimal("1")),
            new UsageStore.Sum("support", 2, 2_000, 200, new BigDecimal("0.75")));
    assertThat(sums(UsageQuery.By.DAY, Map.of(UsageQuery.By.TENANT, "ada")))
        .extracting(UsageStore.Sum::key)
        .containsExactly("2026-11-21", "2026-11-20");
    assertThat(sums(UsageQuery.By.SESSION, Map.of(UsageQuery.By.AGENT, "support")))
        .extracting(UsageStore.Sum::cost)
        .containsExactly(new BigDecimal("0.75"));
    assertThat(db.database().list("select outcome from model_usage", r -> r.getString(1)))
        .containsExactly("OK", "OK", "OK");
  }

  @Test
  void what_was_spent_is_found_again() {
    Caller alone = new Caller("bob", null, null, Samples.CALLER.trace());
    store.write(
        List.of(row(time.instant(), Samples.CALLER, "0.25"), row(time.instant(), alone, "0.5")));
    store.write(List.of(row(time.instant(), Samples.CALLER, "0.50")));
    assertThat(store.spentOn(UsageStore.dayOf(time.instant())))
        .containsExactlyInAnyOrder(
            new Budgets.Spent("ada", "support", new BigDecimal("0.75")),
            new Budgets.Spent("bob", "", new BigDecimal("0.5")));
    assertThat(store.spentBy("session-1")).isEqualByComparingTo("0.75");
    assertThat(store.spentBy("never")).isEqualByComparingTo("0");
  }

  @Test
  void a_day_past_its_retention_goes_and_its_sums_stay() {
    store.write(List.of(row(time.instant(), Samples.CALLER, "0.25")));
    time.forward(Duration.ofDays(9));
    store.maintain();
    assertThat(db.database().list("select 1 from model_usage", r -> r.getInt(1))).isEmpty();
    assertThat(store.spentBy("session-1")).isEqualByComparingTo("0.25");
  }

  @Test
  void charges_wait_for_a_database_that_is_away_and_none_is_lost_or_doubled() {
    List<UsageRow> written = new ArrayList<>();
    boolean[] away = {true};
    UsageLedger ledger =
        new UsageLedger(
            rows -> {
              if (away[0]) {
                throw new IllegalStateException("away");
              }
              written.addAll(rows);
            });
    ledger.add(row(time.instant(), Samples.CALLER, "1"));
    assertThat(ledger.flush()).isFalse();
    ledger.add(row(time.instant(), Samples.CALLER, "2"));
    assertThat(ledger.waiting()).isEqualTo(2);
    away[0] = false;
    ledger.close();
    assertThat(written)
        .extracting(UsageRow::cost)
        .containsExactly(new BigDecimal("1"), new BigDecimal("2"));
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  void when_many_wait_they_are_written_at_once() {
    List<Integer> batches = new ArrayList<>();
    UsageLedger ledger = new UsageLedger(rows -> batches.add(rows.size()));
    for (int i = 0; i < 10_000; i++) {
      ledger.add(row(time.instant(), Samples.CALLER, "1"));
    }
    assertThat(batches).hasSize(10).containsOnly(1_000);
  }
}

package dev.cadre.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.offline.Value.Clock;
import dev.cadre.offline.Value.Day;
import dev.cadre.offline.Value.Moment;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CalendarTest {
  /** A Saturday. */
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  private final Calendar calendar = new Calendar(TODAY);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          on 2027-02-03                | 2027-02-03
          on 02/03/2027                | 2027-02-03
          on 23/02/2027                | 2027-02-23
          on February 3, 2027          | 2027-02-03
          on the 3rd of February 2027  | 2027-02-03
          on Dec 24                    | 2026-12-24
          on January 5                 | 2027-01-05
          today                        | 2026-11-21
          tomorrow                     | 2026-11-22
          the day after tomorrow       | 2026-11-23
          next Friday                  | 2026-11-27
          last Monday                  | 2026-11-16
          in three days                | 2026-11-24
          two weeks ago                | 2026-11-07
          """)
  void a_day_is_found(String text, LocalDate day) {
    assertThat(calendar.in(Text.of(text)))
        .singleElement()
        .satisfies(found -> assertThat(((Day) found.value()).date()).isEqualTo(day));
  }

  @ParameterizedTest
  @CsvSource({
    "at 7 pm, 19:00", "at 7:30 a.m., 07:30", "at 19:45, 19:45", "at noon, 12:00", "at 12 am, 00:00",
    "at 8 o'clock, 08:00", "half past six, 06:30"
  })
  void a_time_is_found(String text, java.time.LocalTime time) {
    assertThat(calendar.in(Text.of(text)))
        .singleElement()
        .satisfies(found -> assertThat(((Clock) found.value()).time()).isEqualTo(time));
  }

  @Test
  void a_day_and_a_time_side_by_side_are_a_moment_too() {
    assertThat(calendar.in(Text.of("tomorrow at 7 pm")))
        .extracting(Mention::value)
        .hasAtLeastOneElementOfType(Moment.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-13-45", "31/31/2026", "at 25:99", "may I", "the march of time", "sunny"})
  void what_is_no_day_or_time_is_not_found(String text) {
    assertThat(calendar.in(Text.of(text))).isEmpty();
  }
}

package dev.cadre.a2a;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TaskStateTest {

  /** The whole table: a change of any transition is a change of this text. */
  @Test
  void every_transition_is_as_the_protocol_has_it() {
    String table =
        Arrays.stream(TaskState.values())
            .map(
                from ->
                    from
                        + ": "
                        + Arrays.stream(TaskState.values())
                            .filter(from::mayBecome)
                            .map(Enum::name)
                            .collect(Collectors.joining(" ")))
            .map(String::strip)
            .collect(Collectors.joining("\n"));
    assertThat(table)
        .isEqualTo(
            """
            SUBMITTED: WORKING FAILED CANCELED REJECTED
            WORKING: WORKING INPUT_REQUIRED AUTH_REQUIRED COMPLETED FAILED CANCELED REJECTED
            INPUT_REQUIRED: WORKING FAILED CANCELED
            AUTH_REQUIRED: WORKING FAILED CANCELED
            COMPLETED:
            FAILED:
            CANCELED:
            REJECTED:""");
  }

  @Test
  void what_is_over_becomes_nothing_and_what_rests_is_over_or_asks() {
    for (TaskState state : TaskState.values()) {
      boolean nothingFollows = Arrays.stream(TaskState.values()).noneMatch(state::mayBecome);
      assertThat(state.terminal()).as(state.name()).isEqualTo(nothingFollows);
      assertThat(state.rests())
          .as(state.name())
          .isEqualTo(nothingFollows || state.name().endsWith("REQUIRED"));
    }
  }

  @Test
  void both_versions_names_are_known() {
    for (TaskState state : TaskState.values()) {
      assertThat(TaskState.of(state.wire())).contains(state);
      assertThat(TaskState.of(state.wire03())).contains(state);
    }
    assertThat(TaskState.INPUT_REQUIRED.wire()).isEqualTo("TASK_STATE_INPUT_REQUIRED");
    assertThat(TaskState.INPUT_REQUIRED.wire03()).isEqualTo("input-required");
    assertThat(TaskState.of("TASK_STATE_RUNNING")).isEmpty();
  }
}

package dev.cadre.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.agent.Status.Event;
import dev.cadre.fault.Fault;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatusTest {
  /** Every status with every event; a hyphen where the table has no transition. */
  @ParameterizedTest
  @CsvSource({
    "CREATING, UPDATE, -",
    "CREATING, DELETE, -",
    "CREATING, DONE, READY",
    "CREATING, FAIL, CREATE_FAILED",
    "CREATE_FAILED, UPDATE, UPDATING",
    "CREATE_FAILED, DELETE, DELETING",
    "CREATE_FAILED, DONE, -",
    "CREATE_FAILED, FAIL, -",
    "UPDATING, UPDATE, -",
    "UPDATING, DELETE, -",
    "UPDATING, DONE, READY",
    "UPDATING, FAIL, UPDATE_FAILED",
    "UPDATE_FAILED, UPDATE, UPDATING",
    "UPDATE_FAILED, DELETE, DELETING",
    "UPDATE_FAILED, DONE, -",
    "UPDATE_FAILED, FAIL, -",
    "READY, UPDATE, UPDATING",
    "READY, DELETE, DELETING",
    "READY, DONE, -",
    "READY, FAIL, -",
    "DELETING, UPDATE, -",
    "DELETING, DELETE, -",
    "DELETING, DONE, -",
    "DELETING, FAIL, DELETE_FAILED",
    "DELETE_FAILED, UPDATE, -",
    "DELETE_FAILED, DELETE, DELETING",
    "DELETE_FAILED, DONE, -",
    "DELETE_FAILED, FAIL, -",
  })
  void an_event_leads_where_the_table_says(Status from, Event event, String to) {
    Optional<Status> expected = to.equals("-") ? Optional.empty() : Optional.of(Status.valueOf(to));
    assertThat(from.after(event)).isEqualTo(expected);
  }

  @Test
  void a_refused_change_says_to_wait_only_while_one_is_under_way() {
    assertThatThrownBy(() -> Status.CREATING.require(Event.UPDATE, "agent 'a'"))
        .isInstanceOf(Fault.Conflict.class)
        .hasMessage(
            "agent 'a' is CREATING and cannot be updated; wait until the change under way has ended");
    assertThatThrownBy(() -> Status.DELETE_FAILED.require(Event.UPDATE, "agent 'a'"))
        .hasMessage("agent 'a' is DELETE_FAILED and cannot be updated");
  }
}

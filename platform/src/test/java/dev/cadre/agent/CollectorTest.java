package dev.cadre.agent;

import static dev.cadre.agent.ControlPlane.create;
import static dev.cadre.agent.ControlPlane.idOf;
import static dev.cadre.agent.ControlPlane.of;
import static dev.cadre.agent.ControlPlane.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

final class CollectorTest {
  @TempDir Path state;

  @Test
  void only_old_versions_that_no_endpoint_and_no_session_needs_lose_their_build() throws Exception {
    try (TestDatabase database = TestDatabase.fresh();
        ControlPlane plane = new ControlPlane(database.database(), state)) {
      AgentRuntimeId id = idOf(plane.call("CreateAgentRuntime", create("a", code(plane, 1))));
      plane.settle(id);
      plane.call("CreateAgentRuntimeEndpoint", of(id).put("name", "pinned"));
      for (int version = 2; version <= 13; version++) {
        plane.settle(id);
        plane.call("UpdateAgentRuntime", update(id, code(plane, version)));
      }
      plane.settle(id);
      Path second = ((Artifact.Code) plane.deployments.resolve(id, "2").artifact()).root();
      plane.news.running.add(3);
      plane.clock.advance(Duration.ofHours(25));
      plane.collect();

      assertThat(second).doesNotExist();
      assertThatThrownBy(() -> plane.deployments.resolve(id, "2"))
          .isInstanceOf(Fault.Conflict.class)
          .hasMessageContaining("was collected");
      for (String kept : new String[] {"1", "3", "4", "13", "pinned", "DEFAULT"}) {
        assertThat(((Artifact.Code) plane.deployments.resolve(id, kept).artifact()).root())
            .as(kept)
            .isDirectory();
      }
    }
  }

  private static ObjectNode code(ControlPlane plane, int version) throws Exception {
    return plane.code(
        Zips.of("main.py", "print(" + version + ")"), CodeRuntime.PYTHON_3_11, "main.py");
  }
}

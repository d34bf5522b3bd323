package dev.cadre.server;

import dev.cadre.credential.CredentialFeature;
import dev.cadre.harness.Transcripts;
import dev.cadre.model.ModelFeature;
import dev.cadre.session.SessionTraces;
import dev.cadre.store.Database;
import dev.cadre.store.Traces;
import dev.cadre.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;

/** All that the platform keeps of people and sessions outside of their memories. */
final class Footprints {
  private Footprints() {}

  static List<Traces> of(
      Database database, Telemetry telemetry, ModelFeature models, CredentialFeature credentials) {
    List<Traces> all = new ArrayList<>();
    all.add(new Transcripts(database));
    all.add(new SessionTraces(database));
    all.add(telemetry.traces());
    all.add(models.traces());
    all.addAll(credentials.traces());
    all.add(Traces.bySession(database, "key_value"));
    all.add(Traces.byPerson(database, "toolkit_data", "owner"));
    return all;
  }
}

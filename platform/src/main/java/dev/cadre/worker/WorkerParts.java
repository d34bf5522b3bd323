package dev.cadre.worker;

import dev.cadre.time.Timer;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is made of before its process.
 *
 * @param released run once when the worker is gone
 */
record WorkerParts(
    Launch launch,
    Confinement confinement,
    Spawner spawner,
    LauncherFiles files,
    @Nullable CgroupV2 cgroups,
    Timer timer,
    InstantSource clock,
    Runnable released) {}

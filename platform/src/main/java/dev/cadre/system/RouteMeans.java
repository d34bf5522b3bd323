package dev.cadre.system;

import dev.cadre.agent.Deployments;
import dev.cadre.harness.Conversations;
import dev.cadre.memory.Recollection;
import dev.cadre.object.ObjectFeature;
import dev.cadre.session.AgentCalls;
import dev.cadre.tool.Callees;

/** What routes of systems are served with. */
public record RouteMeans(
    AgentCalls calls,
    Deployments deployments,
    Conversations conversations,
    ObjectFeature objects,
    Recollection recollection,
    Callees callees) {}

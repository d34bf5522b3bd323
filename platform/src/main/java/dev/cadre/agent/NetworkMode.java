package dev.cadre.agent;

/** What an agent may reach. */
public enum NetworkMode {
  PUBLIC,
  VPC
}

package dev.cadre.gateway;

/** A gateway has nothing to wait for: it is ready until it is deleted. */
enum GatewayStatus {
  READY,
  DELETING
}

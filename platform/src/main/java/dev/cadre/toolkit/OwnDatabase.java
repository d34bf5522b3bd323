package dev.cadre.toolkit;

import dev.cadre.config.Secret;

/**
 * The database of a system.
 *
 * @param url a JDBC URL without credentials
 */
public record OwnDatabase(String url, String user, Secret password) {}

package dev.cadre.credential;

/**
 * The platform as one authorization server knows it.
 *
 * @param words how errors speak of whom the token is for; not secret
 */
record OauthClient(String words, String id, ClientProof proof) {}

-- The secret is sealed under the platform's master key; a revoked key keeps its row, without the secret.
CREATE TABLE access_keys (
    access_key_id text PRIMARY KEY,
    name          text NOT NULL,
    scopes        text[] NOT NULL,
    sealed_secret text,
    created_at    timestamptz NOT NULL,
    created_by    text NOT NULL,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    CHECK ((sealed_secret IS NULL) = (revoked_at IS NOT NULL))
);

-- Secrets are sealed under the platform's master key, each for its own row.
CREATE TABLE credential_provider (
    seq           bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    kind          text NOT NULL CHECK (kind IN ('API_KEY', 'OAUTH2')),
    name          text NOT NULL,
    vendor        text NOT NULL,
    settings      jsonb NOT NULL,
    secret_id     text NOT NULL,
    sealed_secret text NOT NULL,
    revision      int NOT NULL,
    tags          jsonb NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    CONSTRAINT credential_provider_name_taken PRIMARY KEY (kind, name)
);

CREATE TABLE workload_identity (
    seq         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    name        text NOT NULL,
    return_urls text[] NOT NULL,
    tags        jsonb NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    CONSTRAINT workload_identity_name_taken PRIMARY KEY (name)
);

-- A person on the way through a provider's consent page. The state and the verifier are known to one browser only.
CREATE TABLE user_authorization (
    id             text PRIMARY KEY,
    provider_seq   bigint NOT NULL REFERENCES credential_provider (seq) ON DELETE CASCADE,
    workload       text NOT NULL,
    user_name      text NOT NULL,
    scopes         text NOT NULL,
    state_hash     text NOT NULL UNIQUE,
    sealed_request text NOT NULL,
    sealed_token   text,
    status         text NOT NULL CHECK (status IN ('IN_PROGRESS', 'ARRIVED', 'FAILED')),
    expires_at     timestamptz NOT NULL
);

CREATE INDEX user_authorization_provider ON user_authorization (provider_seq);

CREATE TABLE user_token (
    provider_seq bigint NOT NULL REFERENCES credential_provider (seq) ON DELETE CASCADE,
    workload     text NOT NULL,
    user_name    text NOT NULL,
    scopes       text NOT NULL,
    sealed_token text NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (provider_seq, workload, user_name, scopes)
);

-- What authorization servers gave the platform for MCP servers. Tokens and clients' secrets are sealed under the master
-- key, each for its own row.
CREATE TABLE server_grant (
    server       text PRIMARY KEY,
    issuer       text NOT NULL,
    resource     text NOT NULL,
    scopes       text NOT NULL,
    wanted       text NOT NULL,
    sealed_token text NOT NULL,
    updated_at   timestamptz NOT NULL
);

-- A person on the way through an authorization server's consent page.
CREATE TABLE server_consent (
    state_hash     text PRIMARY KEY,
    server         text NOT NULL,
    sealed_request text NOT NULL,
    expires_at     timestamptz NOT NULL
);

-- The platform as it registered itself: never shown to another issuer.
CREATE TABLE server_client (
    issuer        text NOT NULL,
    callback      text NOT NULL,
    sealed_client text NOT NULL,
    expires_at    timestamptz,
    PRIMARY KEY (issuer, callback)
);

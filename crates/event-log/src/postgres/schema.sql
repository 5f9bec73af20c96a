-- The log in PostgreSQL, schema version 1. Instants are microseconds since 1970-01-01T00:00:00Z.
-- Runs once, inside the transaction that creates the log. Nothing in it belongs to the cluster (no transaction ids), so
-- that dumps and backups can be restored anywhere.

CREATE SCHEMA log;

-- Tells a log of this program from other schemas of the name, one row.
CREATE TABLE log.schema_version (
    only_row BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_row),
    program  TEXT    NOT NULL,
    version  INTEGER NOT NULL
);

-- The end of the log, one row. Every append locks and changes it in the transaction that writes the events it numbers,
-- so nodes append in turn, a rollback gives the numbers back, and positions have no gap.
CREATE TABLE log.head (
    only_row    BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_row),
    position    BIGINT NOT NULL, -- of the newest event; 0 when empty
    recorded_at BIGINT NOT NULL, -- of the newest event; of the creation when empty
    log_id      UUID   NOT NULL, -- made at creation, kept by backup and restore
    epoch       UUID   NOT NULL  -- changes at restore
) WITH (fillfactor = 10); -- room for the new version of the row on its page, at every append

CREATE TABLE log.events (
    position       BIGINT  NOT NULL,
    stream         TEXT    COLLATE "C" NOT NULL,
    stream_version BIGINT  NOT NULL,
    event_id       UUID    NOT NULL,
    append_id      UUID    NOT NULL, -- no index: an append is found by the event_id of its first event
    kind           TEXT    COLLATE "C" NOT NULL,
    schema_version INTEGER NOT NULL,
    payload        BYTEA   NOT NULL, -- exactly the bytes that were appended
    actor          UUID    NOT NULL,
    correlation_id UUID    NOT NULL,
    causation_id   UUID,
    recorded_at    BIGINT  NOT NULL, -- never decreases with position, so it needs no index
    CONSTRAINT events_by_position PRIMARY KEY (position),
    CONSTRAINT events_by_stream UNIQUE (stream, stream_version),
    CONSTRAINT events_by_event_id UNIQUE (event_id)
);

CREATE FUNCTION log.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only: events are never changed or deleted';
END
$$;

-- For superusers and the owner, too. BEFORE EACH STATEMENT also fires when no row is met.
CREATE TRIGGER events_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON log.events
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();

-- What was answered under a client's idempotency key. A key was stored when its first event was recorded, so keys
-- age in the order of the primary key and need no instant of their own.
CREATE TABLE log.idempotency (
    first_position BIGINT PRIMARY KEY,
    last_position  BIGINT NOT NULL,
    key            BYTEA  NOT NULL UNIQUE,
    fingerprint    BYTEA  NOT NULL
);

-- Who is behind an actor id (R26). The only personal data of the log; rows may be erased.
CREATE TABLE log.actors (
    actor   UUID PRIMARY KEY,
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    UNIQUE (issuer, subject)
);

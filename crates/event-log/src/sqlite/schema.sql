-- The log in SQLite, schema version 1 (PRAGMA user_version below).
-- Identifiers (UUID) are BLOBs of 16 bytes; instants are microseconds since 1970-01-01T00:00:00Z.
-- Runs once, inside the transaction that creates the log.

PRAGMA application_id = 1380543591; -- 'RIlg': refuses files of other programs
PRAGMA user_version = 1;

-- The end of the log, one row. Every append changes it in the transaction that writes the events it numbers, so a
-- rollback gives the numbers back and positions have no gap.
CREATE TABLE log_head (
    only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
    position    INTEGER NOT NULL, -- of the newest event; 0 when empty
    recorded_at INTEGER NOT NULL, -- of the newest event; of the creation when empty
    log_id      BLOB    NOT NULL, -- made at creation, kept by backup and restore
    epoch       BLOB    NOT NULL  -- changes at restore
) STRICT;

CREATE TABLE events (
    position       INTEGER PRIMARY KEY,
    stream         TEXT    NOT NULL,
    stream_version INTEGER NOT NULL,
    event_id       BLOB    NOT NULL,
    append_id      BLOB    NOT NULL, -- no index: an append is found by the event_id of its first event
    kind           TEXT    NOT NULL,
    schema_version INTEGER NOT NULL,
    payload        BLOB    NOT NULL, -- exactly the bytes that were appended
    actor          BLOB    NOT NULL,
    correlation_id BLOB    NOT NULL,
    causation_id   BLOB,
    recorded_at    INTEGER NOT NULL  -- never decreases with position, so it needs no index
) STRICT;

CREATE UNIQUE INDEX events_by_stream ON events (stream, stream_version);
CREATE UNIQUE INDEX events_by_event_id ON events (event_id);

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only: events are never changed');
END;

-- Also stops INSERT OR REPLACE, on connections with recursive_triggers (the log's own have it).
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only: events are never deleted');
END;

-- What was answered under a client's idempotency key. A key was stored when its first event was recorded, so keys
-- age in the order of the primary key and need no instant of their own.
CREATE TABLE idempotency (
    first_position INTEGER PRIMARY KEY,
    last_position  INTEGER NOT NULL,
    key            BLOB    NOT NULL UNIQUE,
    fingerprint    BLOB    NOT NULL
) STRICT;

-- Who is behind an actor id (R26). The only personal data in this file; rows may be erased.
CREATE TABLE actors (
    actor   BLOB PRIMARY KEY,
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    UNIQUE (issuer, subject)
) STRICT;

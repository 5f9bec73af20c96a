-- The view "proposal-input". Ids are 16 bytes; instants are microseconds since 1970-01-01T00:00:00Z; audience,
-- attribution and before_close hold the ranks of consultation::visibility.
-- schema.postgres.sql has the same tables.

CREATE TABLE @proposals (
    id           BLOB NOT NULL PRIMARY KEY,
    lead_member  TEXT NOT NULL,
    title        TEXT NOT NULL, -- JSON object, language to title
    focus_area   TEXT NOT NULL,
    key_event    TEXT,
    audience     INTEGER NOT NULL,
    revision     INTEGER NOT NULL, -- number of the newest
    tabled_at    INTEGER NOT NULL,
    withdrawn_at INTEGER,
    silence_until INTEGER, -- while silence is kept
    adopted_at   INTEGER
) WITHOUT ROWID;

CREATE INDEX @proposals_by_tabling ON @proposals (tabled_at, id);
CREATE INDEX @proposals_due ON @proposals (silence_until) WHERE silence_until IS NOT NULL;

CREATE TABLE @consultations (
    proposal         BLOB NOT NULL,
    number           INTEGER NOT NULL,
    revision         INTEGER NOT NULL,
    opened_at        INTEGER NOT NULL,
    closes_at        INTEGER NOT NULL,
    before_close     INTEGER NOT NULL,
    closing_recorded INTEGER NOT NULL,
    -- What rights are judged by: closes_at, except in an answer about the past, where it is the closes_at of now.
    open_until       INTEGER NOT NULL,
    PRIMARY KEY (proposal, number)
) WITHOUT ROWID;

CREATE INDEX @consultations_due ON @consultations (closes_at) WHERE NOT closing_recorded;

CREATE TABLE @invitations (
    proposal     BLOB NOT NULL,
    consultation INTEGER NOT NULL,
    state        TEXT NOT NULL,
    label        TEXT NOT NULL, -- M49 code that stands for the state where it may not be named; '' for none
    PRIMARY KEY (proposal, consultation, state)
) WITHOUT ROWID;

CREATE INDEX @invitations_by_state ON @invitations (state, proposal);

-- The package of dispositions under silence, until the clock concludes it or it is taken back; one a proposal (R19).
CREATE TABLE @packages (
    proposal BLOB NOT NULL PRIMARY KEY,
    until    INTEGER NOT NULL
) WITHOUT ROWID;

-- What became of comments; no row for those that nothing is proposed for.
CREATE TABLE @dispositions (
    proposal   BLOB NOT NULL,
    comment    BLOB NOT NULL,
    proposed   TEXT, -- for members only (R18)
    published  TEXT,
    lapses_at  INTEGER, -- of a published request for clarification: unanswered, it reads as noted from then on (R20)
    answered   INTEGER NOT NULL DEFAULT 0,
    -- In an answer about the past: whether it was answered is kept from those who would see it under a label only.
    unlabelled INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (proposal, comment)
) WITHOUT ROWID;

-- Each paragraph as the newest revision that has it shows it: what the reading order goes by.
CREATE TABLE @paragraphs (
    proposal BLOB NOT NULL,
    id       BLOB NOT NULL,
    revision INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL, -- from 0 within that revision
    place    INTEGER NOT NULL, -- reading order among all of the proposal, from 0; one that is gone follows the one that has its ordinal now
    label    TEXT NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (proposal, id)
) WITHOUT ROWID;

-- Labels of each revision: a comment keeps the label that it was written under.
CREATE TABLE @paragraph_labels (
    proposal BLOB NOT NULL,
    revision INTEGER NOT NULL,
    id       BLOB NOT NULL,
    label    TEXT NOT NULL,
    PRIMARY KEY (proposal, revision, id)
) WITHOUT ROWID;

CREATE TABLE @submissions (
    id              BLOB NOT NULL PRIMARY KEY,
    proposal        BLOB NOT NULL,
    consultation    INTEGER NOT NULL,
    state           TEXT NOT NULL,
    version         INTEGER NOT NULL,
    position        TEXT,
    ad_referendum   INTEGER NOT NULL,
    language        TEXT NOT NULL,
    audience        INTEGER NOT NULL,
    attribution     INTEGER NOT NULL,
    on_behalf_of    TEXT,
    mandate         TEXT,
    joint_with      TEXT, -- alpha-3, divided by spaces
    general_remarks TEXT,
    speaks          INTEGER NOT NULL, -- states a position or makes remarks; stays when withdrawn
    late            INTEGER NOT NULL,
    standing        TEXT NOT NULL,
    lodged_at       INTEGER NOT NULL,
    revised_at      INTEGER NOT NULL,
    -- Since when it says what it says beside its comments, and whether that was late. Times and lateness of the whole
    -- would tell of changes that a viewer may not see (R15).
    part_at         INTEGER NOT NULL,
    part_late       INTEGER NOT NULL,
    withdrawn_at    INTEGER,
    -- In an answer about the past: when it ceased to say this beside its comments.
    superseded_at   INTEGER,
    -- In an answer about the past: others than then are those now who see it like their own, so that nobody does.
    unshared        INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE UNIQUE INDEX @submissions_by_state ON @submissions (proposal, consultation, state);

CREATE TABLE @comments (
    id              BLOB NOT NULL,
    submission      BLOB NOT NULL,
    proposal        BLOB NOT NULL,
    consultation    INTEGER NOT NULL,
    state           TEXT NOT NULL,
    number          INTEGER NOT NULL,
    revision        INTEGER NOT NULL,
    paragraph       BLOB,
    paragraph_label TEXT,
    ordinal         INTEGER NOT NULL, -- place of its paragraph; -1 for general comments
    kind            TEXT NOT NULL,
    language        TEXT NOT NULL,
    audience        INTEGER NOT NULL,
    attribution     INTEGER NOT NULL,
    on_behalf_of    TEXT,
    joint_with      TEXT, -- alpha-3, divided by spaces
    late            INTEGER NOT NULL,
    at              INTEGER NOT NULL,
    since_version   INTEGER NOT NULL,
    unattributed    TEXT NOT NULL, -- the number shown where the state may not be named
    text            TEXT NOT NULL,
    search          TEXT NOT NULL, -- normalised copy of all its words
    body            TEXT NOT NULL, -- JSON of what no filter asks for; '' for none
    at_close        TEXT,          -- JSON of what stood at close beside a late version (R12)
    withdrawn_at    INTEGER,       -- its words are gone from the view then
    -- In an answer about the past: when it ceased to say this, so that its words are withheld; and whether it is kept
    -- from those who would see it under a label only.
    superseded_at   INTEGER,
    unlabelled      INTEGER NOT NULL DEFAULT 0,
    -- In an answer about the past: others than then are those now who see it like their own, so that nobody does.
    unshared        INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX @comments_in_order ON @comments (proposal, ordinal, state, number);
CREATE INDEX @comments_unattributed ON @comments (proposal, ordinal, unattributed, id) WHERE attribution > 0;
CREATE UNIQUE INDEX @comments_by_submission ON @comments (submission, id);

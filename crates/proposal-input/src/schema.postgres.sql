-- The view "proposal-input". Instants are microseconds since 1970-01-01T00:00:00Z; audience,
-- attribution and before_close hold the ranks of consultation::visibility.
-- schema.sqlite.sql has the same tables; indexes that only reads need are in late_indexes.postgres.sql.

CREATE TABLE @proposals (
    id           UUID NOT NULL PRIMARY KEY,
    lead_member  TEXT COLLATE "C" NOT NULL,
    title        TEXT COLLATE "C" NOT NULL, -- JSON object, language to title
    focus_area   TEXT COLLATE "C" NOT NULL,
    key_event    TEXT COLLATE "C",
    audience     BIGINT NOT NULL,
    revision     BIGINT NOT NULL, -- number of the newest
    tabled_at    BIGINT NOT NULL,
    withdrawn_at BIGINT,
    silence_until BIGINT, -- while silence is kept
    adopted_at   BIGINT
);

CREATE TABLE @consultations (
    proposal         UUID NOT NULL,
    number           BIGINT NOT NULL,
    revision         BIGINT NOT NULL,
    opened_at        BIGINT NOT NULL,
    closes_at        BIGINT NOT NULL,
    before_close     BIGINT NOT NULL,
    closing_recorded BOOLEAN NOT NULL,
    -- What rights are judged by: closes_at, except in an answer about the past, where it is the closes_at of now.
    open_until       BIGINT NOT NULL,
    PRIMARY KEY (proposal, number)
);

CREATE TABLE @invitations (
    proposal     UUID NOT NULL,
    consultation BIGINT NOT NULL,
    state        TEXT COLLATE "C" NOT NULL,
    label        TEXT COLLATE "C" NOT NULL, -- M49 code that stands for the state where it may not be named; '' for none
    PRIMARY KEY (proposal, consultation, state)
);

-- The package of dispositions under silence, until the clock concludes it or it is taken back; one a proposal (R19).
CREATE TABLE @packages (
    proposal UUID NOT NULL PRIMARY KEY,
    until    BIGINT NOT NULL
);

-- What became of comments; no row for those that nothing is proposed for.
CREATE TABLE @dispositions (
    proposal   UUID NOT NULL,
    comment    UUID NOT NULL,
    proposed   TEXT COLLATE "C", -- for members only (R18)
    published  TEXT COLLATE "C",
    lapses_at  BIGINT, -- of a published request for clarification: unanswered, it reads as noted from then on (R20)
    answered   BOOLEAN NOT NULL DEFAULT false,
    -- In an answer about the past: whether it was answered is kept from those who would see it under a label only.
    unlabelled BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY (proposal, comment)
);

-- Each paragraph as the newest revision that has it shows it: what the reading order goes by.
CREATE TABLE @paragraphs (
    proposal UUID NOT NULL,
    id       UUID NOT NULL,
    revision BIGINT NOT NULL,
    ordinal  BIGINT NOT NULL, -- from 0 within that revision
    place    BIGINT NOT NULL, -- reading order among all of the proposal, from 0; one that is gone follows the one that has its ordinal now
    label    TEXT COLLATE "C" NOT NULL,
    text     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (proposal, id)
);

-- Labels of each revision: a comment keeps the label that it was written under.
CREATE TABLE @paragraph_labels (
    proposal UUID NOT NULL,
    revision BIGINT NOT NULL,
    id       UUID NOT NULL,
    label    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (proposal, revision, id)
);

CREATE TABLE @submissions (
    id              UUID NOT NULL PRIMARY KEY,
    proposal        UUID NOT NULL,
    consultation    BIGINT NOT NULL,
    state           TEXT COLLATE "C" NOT NULL,
    version         BIGINT NOT NULL,
    position        TEXT COLLATE "C",
    ad_referendum   BOOLEAN NOT NULL,
    language        TEXT COLLATE "C" NOT NULL,
    audience        BIGINT NOT NULL,
    attribution     BIGINT NOT NULL,
    on_behalf_of    TEXT COLLATE "C",
    mandate         TEXT COLLATE "C",
    joint_with      TEXT COLLATE "C", -- alpha-3, divided by spaces
    general_remarks TEXT COLLATE "C",
    speaks          BOOLEAN NOT NULL, -- states a position or makes remarks; stays when withdrawn
    late            BOOLEAN NOT NULL,
    standing        TEXT COLLATE "C" NOT NULL,
    lodged_at       BIGINT NOT NULL,
    revised_at      BIGINT NOT NULL,
    -- Since when it says what it says beside its comments, and whether that was late. Times and lateness of the whole
    -- would tell of changes that a viewer may not see (R15).
    part_at         BIGINT NOT NULL,
    part_late       BOOLEAN NOT NULL,
    withdrawn_at    BIGINT,
    -- In an answer about the past: when it ceased to say this beside its comments.
    superseded_at   BIGINT,
    -- In an answer about the past: others than then are those now who see it like their own, so that nobody does.
    unshared        BOOLEAN NOT NULL DEFAULT false
);

CREATE TABLE @comments (
    id              UUID NOT NULL,
    submission      UUID NOT NULL,
    proposal        UUID NOT NULL,
    consultation    BIGINT NOT NULL,
    state           TEXT COLLATE "C" NOT NULL,
    number          BIGINT NOT NULL,
    revision        BIGINT NOT NULL,
    paragraph       UUID,
    paragraph_label TEXT COLLATE "C",
    ordinal         BIGINT NOT NULL, -- place of its paragraph; -1 for general comments
    kind            TEXT COLLATE "C" NOT NULL,
    language        TEXT COLLATE "C" NOT NULL,
    audience        BIGINT NOT NULL,
    attribution     BIGINT NOT NULL,
    on_behalf_of    TEXT COLLATE "C",
    joint_with      TEXT COLLATE "C", -- alpha-3, divided by spaces
    late            BOOLEAN NOT NULL,
    at              BIGINT NOT NULL,
    since_version   BIGINT NOT NULL,
    unattributed    TEXT COLLATE "C" NOT NULL, -- the number shown where the state may not be named
    text            TEXT COLLATE "C" NOT NULL,
    search          TEXT COLLATE "C" NOT NULL, -- normalised copy of all its words
    body            TEXT COLLATE "C" NOT NULL, -- JSON of what no filter asks for; '' for none
    at_close        TEXT COLLATE "C",          -- JSON of what stood at close beside a late version (R12)
    withdrawn_at    BIGINT,       -- its words are gone from the view then
    -- In an answer about the past: when it ceased to say this, so that its words are withheld; and whether it is kept
    -- from those who would see it under a label only.
    superseded_at   BIGINT,
    unlabelled      BOOLEAN NOT NULL DEFAULT false,
    -- In an answer about the past: others than then are those now who see it like their own, so that nobody does.
    unshared        BOOLEAN NOT NULL DEFAULT false
);

CREATE INDEX @comments_in_order ON @comments (proposal, ordinal, state, number);
CREATE UNIQUE INDEX @comments_by_submission ON @comments (submission, id);

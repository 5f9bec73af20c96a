-- What only reads need: made when a build has caught up. What apply needs is in schema.postgres.sql.

CREATE INDEX @proposals_by_tabling ON @proposals (tabled_at, id);
CREATE INDEX @proposals_due ON @proposals (silence_until) WHERE silence_until IS NOT NULL;
CREATE INDEX @consultations_due ON @consultations (closes_at) WHERE NOT closing_recorded;
CREATE INDEX @invitations_by_state ON @invitations (state, proposal);
CREATE UNIQUE INDEX @submissions_by_state ON @submissions (proposal, consultation, state);
CREATE INDEX @comments_unattributed ON @comments (proposal, ordinal, unattributed, id) WHERE attribution > 0;
CREATE INDEX @comments_by_id ON @comments (id);

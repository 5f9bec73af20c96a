-- Indexes that only reads need: made when a build has caught up. What apply needs is in schema.sqlite.sql.

CREATE INDEX @comments_by_id ON @comments (id);

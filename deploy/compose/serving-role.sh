#!/bin/sh
# Runs once, when the database is made: the role that serves. What it may do, `regional-input migrate` grants.
set -eu
password=$(cat "$SERVING_PASSWORD_FILE")
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 --set password="$password" <<'SQL'
CREATE ROLE ri_serve LOGIN PASSWORD :'password';
SQL

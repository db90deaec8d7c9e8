#!/bin/sh
# Makes the login of the dashboards, which may read and nothing else. PostgreSQL's image runs it once, on a new database.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/reader_password)" \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE claimboard_reader LOGIN PASSWORD :'password' CONNECTION LIMIT 100;
ALTER ROLE claimboard_reader SET default_transaction_read_only = on;
GRANT pg_read_all_data TO claimboard_reader;
SQL

#!/bin/sh
# Databases and schema of Temporal; run again after an upgrade of the server it brings the schema up to date.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal_store)
export SQL_PASSWORD
for part in temporal visibility; do
  db=temporal
  if [ "$part" = visibility ]; then db=temporal_visibility; fi
  tool() { temporal-sql-tool --plugin postgres12 --ep temporal-store -p 5432 -u temporal --db "$db" "$@"; }
  # Both fail where they were done before; the update that follows fails where they are not there.
  tool create-database || echo "$db is there"
  tool setup-schema -v 0.0 || echo "$db has its version table"
  tool update-schema -d "/etc/temporal/schema/postgresql/v12/$part/versioned"
done

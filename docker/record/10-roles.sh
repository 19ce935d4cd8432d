#!/bin/sh
# The three roles and the database, once, when the volume is new.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -v owner_password="$(cat /run/secrets/record_owner)" -v app_password="$(cat /run/secrets/record_app)" -f /roles/database-roles.sql

#!/bin/sh
# The password of the store from its file; everything else from the environment.
set -eu
POSTGRES_PWD=$(cat /run/secrets/temporal_store)
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh

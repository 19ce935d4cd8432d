#!/bin/sh
# Secrets are mounted as files: NAME_FILE=/run/secrets/x becomes NAME, for the process alone.
set -eu
for name in DATABASE_URL DATABASE_OWNER_URL ANJUAN_FILES_URL; do
  eval "file=\${${name}_FILE:-}"
  if [ -n "$file" ]; then
    value=$(cat "$file")
    export "$name=$value"
    unset "${name}_FILE"
  fi
done
exec "$@"

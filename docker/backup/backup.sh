#!/bin/bash
# backup.sh                                     a copy of the record, the files and Temporal's store in /backups
# backup.sh restore record|files|temporal FILE  puts one half back; APIs and workers are stopped meanwhile
set -euo pipefail
now=$(date -u +%Y%m%dT%H%M%SZ)
record() { PGPASSWORD=$(cat /run/secrets/record_superuser) "$@" -h record -U postgres; }
temporal() { PGPASSWORD=$(cat /run/secrets/temporal_store) "$@" -h temporal-store -U temporal; }
# A backup counts when it is whole: written beside, then put in its place.
whole() { mv "/backups/$1.part" "/backups/$1" && echo "/backups/$1"; }

if [ "${1:-}" = restore ]; then
  half=${2:?record, files or temporal} file=${3:?the file in /backups}
  case $half in
    record) record pg_restore --clean --if-exists --create --exit-on-error -d postgres "/backups/$file" ;;
    files) find /files -mindepth 1 -delete && tar -C /files -xf "/backups/$file" ;;
    temporal)
      for db in temporal temporal_visibility; do
        temporal pg_restore --clean --if-exists --create --exit-on-error -d postgres "/backups/$file/$db.dump"
      done ;;
    *) echo "restore record, files or temporal" >&2; exit 2 ;;
  esac
  echo "restored $half from $file"
  exit 0
fi

# The record first: every file that it names was there before.
record pg_dump -Fc -f "/backups/record-$now.dump.part" anjuan
whole "record-$now.dump"
tar -C /files -cf "/backups/files-$now.tar.part" .
whole "files-$now.tar"
mkdir "/backups/temporal-$now.part"
for db in temporal temporal_visibility; do temporal pg_dump -Fc -f "/backups/temporal-$now.part/$db.dump" "$db"; done
whole "temporal-$now"

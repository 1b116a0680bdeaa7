#!/bin/sh
# start | stop: a PostgreSQL of its own in FOLDER/database, on loopback with a password.
set -eu
cd /
data=$FOLDER/database
bin=${PGBIN:-$(dirname "$(readlink -f "$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)")")}
# The server refuses to run as root.
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }

case $1 in
start)
  umask 077
  mkdir -p "$FOLDER"
  chmod 711 "$FOLDER"
  if [ ! -e "$data" ]; then
    mkdir "$data"
    printf '%s\n' "$PASSWORD" >"$FOLDER/password"
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$data" "$FOLDER/password"
    as "$bin/initdb" -D "$data" -U hub -A scram-sha-256 --pwfile="$FOLDER/password" --encoding=UTF8 --no-locale >/dev/null
    rm "$FOLDER/password"
    printf "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\n" >>"$data/postgresql.conf"
  fi
  as "$bin/pg_ctl" -D "$data" -o "-p $PORT" -l "$data/server.log" -w start >/dev/null 2>&1 </dev/null
  export PGPASSWORD="$PASSWORD" PGHOST=127.0.0.1 PGPORT="$PORT" PGUSER=hub
  "$bin/psql" -qtA -d postgres -c "select 1 from pg_database where datname = 'hub'" | grep -q 1 || "$bin/createdb" hub
  ;;
stop)
  [ ! -e "$data/postmaster.pid" ] || as "$bin/pg_ctl" -D "$data" -m fast -w stop >/dev/null
  ;;
esac

#!/bin/sh
# prepare | start | stop: the store, or the hub NAME with its log and its process id in FOLDER.
set -eu
umask 077
data=$FOLDER/${NAME:-store}
pid=$FOLDER/${NAME:-store}.pid

case $1 in
prepare)
  $PROGRAM migrate --data "$data"
  [ -s "$FOLDER/first.key" ] || $PROGRAM keys create admin --scope '*' --data "$data" >"$FOLDER/first.key" 2>/dev/null
  ;;
start)
  PATCHBAY_DATA_DIR=$data setsid $PROGRAM start >"$FOLDER/$NAME.log" 2>&1 </dev/null &
  echo $! >"$pid"
  for _ in $(seq 300); do
    curl -sf -o /dev/null "http://127.0.0.1:$PATCHBAY_PORT/readyz" && exit 0
    kill -0 "$(cat "$pid")" 2>/dev/null || break
    sleep 0.2
  done
  echo "the hub $NAME does not get ready:" >&2
  tail -5 "$FOLDER/$NAME.log" >&2
  exit 1
  ;;
stop)
  [ -e "$pid" ] || exit 0
  kill -TERM "$(cat "$pid")" 2>/dev/null || true
  for _ in $(seq 150); do
    kill -0 "$(cat "$pid")" 2>/dev/null || break
    sleep 0.2
  done
  rm "$pid"
  ;;
esac

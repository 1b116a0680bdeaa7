#!/bin/sh
# start | stop: haproxy on PORT, before the HUBS (name:port …). A hub that says no at /readyz gets no more requests.
set -eu
umask 077
PATH=$PATH:/usr/sbin
pid=$FOLDER/balancer.pid

case $1 in
start)
  {
    cat <<CONFIG
global
  maxconn 2000
defaults
  mode http
  option forwardfor
  option redispatch
  retries 3
  retry-on conn-failure
  timeout connect 1s
  timeout client 90s
  timeout server 90s
  timeout tunnel 1h
frontend hub
  bind 127.0.0.1:$PORT
  default_backend hubs
backend hubs
  balance leastconn
  option httpchk GET /readyz
  default-server check inter 500ms fall 2 rise 2 observe layer4 error-limit 1 on-error mark-down
CONFIG
    for hub in $HUBS; do echo "  server ${hub%%:*} 127.0.0.1:${hub##*:}"; done
  } >"$FOLDER/balancer.cfg"
  haproxy -q -D -f "$FOLDER/balancer.cfg" -p "$pid" >"$FOLDER/balancer.log" 2>&1 </dev/null || { cat "$FOLDER/balancer.log" >&2; exit 1; }
  for _ in $(seq 50); do
    curl -sf -o /dev/null "http://127.0.0.1:$PORT/readyz" && exit 0
    sleep 0.2
  done
  echo "nothing answers behind the load balancer on port $PORT" >&2
  exit 1
  ;;
stop)
  [ -e "$pid" ] || exit 0
  kill "$(cat "$pid")" 2>/dev/null || true
  rm "$pid"
  ;;
esac

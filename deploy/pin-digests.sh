#!/bin/sh
# Writes into deploy/.env the digest of every image that is not ours, as its registry names it for the version pinned
# there. Look at the change and commit it: from then on everybody gets these images and no others.
set -eu
cd "$(dirname "$0")"
. ./.env

pin() {
  digest=$(docker buildx imagetools inspect "$2" --format '{{.Manifest.Digest}}')
  case $digest in
    sha256:*) ;;
    *) echo "no digest for $2: $digest" >&2; exit 1 ;;
  esac
  { grep -v "^$1=" .env; echo "$1=$digest"; } >.env.new
  mv .env.new .env
  echo "$1=$digest  $2"
}

pin NODE_DIGEST "node:$NODE_VERSION-slim"
pin KURRENTDB_DIGEST "kurrentplatform/kurrentdb:$KURRENTDB_VERSION"
pin KAFKA_DIGEST "apache/kafka:$KAFKA_VERSION"
pin PROMETHEUS_DIGEST "prom/prometheus:$PROMETHEUS_VERSION"
pin GRAFANA_DIGEST "grafana/grafana:$GRAFANA_VERSION"

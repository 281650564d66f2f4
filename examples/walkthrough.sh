#!/usr/bin/env bash
# A walk through the HTTP API with curl. Start a server first: ./penstock serve
#   examples/walkthrough.sh [URL]      default: http://127.0.0.1:8080
set -eu

url=${1:-http://127.0.0.1:8080}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { printf '\n== %s\n' "$*"; }
# The value of a text member of a JSON object. jq would be nicer; this needs nothing installed.
member() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

step "Is the server ready?"
curl -sS --fail "$url/health/ready"; echo

step "Send a file. The answer is 202, as soon as the payload is safe on disk."
curl -sS --fail -D "$work/headers" -o "$work/ticket" \
  --data-binary @"$here/countries.geojson" -H 'Content-Type: application/geo+json' \
  -H "Idempotency-Key: walkthrough-$$" \
  "$url/v1/pipelines/geometry/jobs?collection=countries&name=countries.geojson"
grep -iE '^(HTTP|Location)' "$work/headers"
job=$(member id <"$work/ticket")

step "Send it again with the same key: the same job, not a second one."
again=$(curl -sS --fail \
  --data-binary @"$here/countries.geojson" -H 'Content-Type: application/geo+json' \
  -H "Idempotency-Key: walkthrough-$$" \
  "$url/v1/pipelines/geometry/jobs?collection=countries&name=countries.geojson" | member id)
[[ $again == "$job" ]] && echo "$again"

step "Wait for the job's end. With Prefer: wait the server holds its answer until something changes."
while :; do
  curl -sS --fail -H 'Prefer: wait=20' "$url/v1/jobs/$job" >"$work/job"
  case $(member status <"$work/job") in successful | failed | dismissed) break ;; esac
done
member summary <"$work/job"; echo

step "Its timeline"
curl -sS --fail "$url/v1/jobs/$job/events" | tr '{' '\n' | member text

step "What was rejected, one JSON line each: code and place come first, then the original."
curl -sS --fail "$url/v1/jobs/$job/rejects" | cut -c 1-160

step "The published features, by bounding box"
curl -sS --fail "$url/v1/collections/countries/items?bbox=5,45,11,48&limit=3" | cut -c 1-300; echo

step "The result file"
curl -sS --fail -o "$work/features.gpkg" "$url/v1/jobs/$job/results/features.gpkg"
ls -l "$work/features.gpkg" | awk '{ print $5, "bytes of GeoPackage" }'

step "A mistake gets a problem (RFC 9457) with a stable code and the nearest good value."
curl -sS --data-binary '{}' -H 'Content-Type: application/json' "$url/v1/pipelines/geometri/jobs"; echo

#!/bin/sh
# For a CI that has only a shell, Node 20 or later, and curl. Needs PATCHBAY_URL, and PATCHBAY_TOKEN, or PATCHBAY_ID_TOKEN with PATCHBAY_INPUT_POLICY.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

curl -fsS "$PATCHBAY_URL/cli/patchbay-ci.cjs" -o "$folder/patchbay-ci.cjs"
hash=$(curl -fsS "$PATCHBAY_URL/cli/patchbay-ci.cjs.sha256" | cut -d' ' -f1)
echo "$hash  $folder/patchbay-ci.cjs" | sha256sum -c - > /dev/null

export PATCHBAY_RESULT="$folder/result"
node "$folder/patchbay-ci.cjs" deploy --project=shop --environment=staging --release="$1" --run='echo "url=https://staging.shop.example.com" >> "$PATCHBAY_OUTPUT"'
grep -q '"name":"url","value":"https://staging.shop.example.com"' "$PATCHBAY_RESULT"

# The hub waits for its approval.
node "$folder/patchbay-ci.cjs" deploy --project=shop --environment=production --release="$1" --reason='from a shell' --run='echo "rolling out $PATCHBAY_RELEASE"'
node "$folder/patchbay-ci.cjs" notify --event=shop.released --data='{"by": "a shell"}'

#!/usr/bin/env bash
# Lints openapi.yaml, or the file given, with the pinned linters of this folder. Prints the findings and a line of figures; exits non-zero
# on any finding. Needs Node 18 or later and npm.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
document=$(realpath -- "${1:-$here/../../../openapi.yaml}")
cd -- "$here"

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true npm_config_update_notifier=false SCARF_ANALYTICS=false DO_NOT_TRACK=1

quietly() {
  local output
  if ! output=$("$@" 2>&1); then
    printf '%s\n' "$output"
    return 1
  fi
}

# Once for each state of the lock file.
stamp=node_modules/.installed
if ! cmp -s package-lock.json "$stamp"; then
  quietly npm ci --ignore-scripts --no-audit --no-fund
  cp package-lock.json "$stamp"
fi

# Every rule of ours finds its planted violation.
findings=$(mktemp)
trap 'rm -f -- "$findings"' EXIT
node_modules/.bin/spectral lint --ruleset .spectral.yaml --format json --quiet planted-violations.yaml > "$findings" 2> /dev/null || true

failed=0
quietly node unbroken-rules.mjs "$findings" .spectral.yaml || failed=$((failed + 1))
quietly node_modules/.bin/spectral lint --ruleset .spectral.yaml --fail-severity hint "$document" || failed=$((failed + 1))
quietly node_modules/.bin/redocly lint --config redocly.yaml --max-problems 50 "$document" || failed=$((failed + 1))
printf '%d passed, %d failed\n' "$((3 - failed))" "$failed"
exit "$((failed > 0))"

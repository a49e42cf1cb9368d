#!/usr/bin/env bash
# Asks the package sources whether any package of this repository, direct or not, is known to be vulnerable, and npm whether its packages are signed as
# they were published. A source that cannot be reached, or does not publish such things, is named and not counted: what was not asked has not passed.
# Prints a line for each question; exits non-zero when one was answered badly.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
dotnet=${DOTNET:-dotnet}
patience=120
passed=0
failed=0

good() { passed=$((passed + 1)); printf '%s: none\n' "$1"; }
bad() { failed=$((failed + 1)); printf '%s: FOUND\n%s\n' "$1" "$2"; }
unasked() { printf '%s: not checked (%s)\n' "$1" "$2"; }

nuget() {
  local what="NuGet packages with known vulnerabilities" answer sources source
  if ! answer=$(timeout "$patience" "$dotnet" list "$root/Benchlearning.Api.sln" package --vulnerable --include-transitive --format json 2>&1); then
    unasked "$what" "the package source did not answer"
    return
  fi
  if grep -q '"advisoryurl"' <<< "$answer"; then
    bad "$what" "$(grep -E '"(id|resolvedVersion|severity|advisoryurl)"' <<< "$answer")"
    return
  fi
  sources=$(sed -n '/"sources"/,/]/s/^ *"\(https:[^"]*\)".*/\1/p' <<< "$answer")
  for source in $sources; do
    if curl -fsSL --max-time 20 "$source" 2> /dev/null | grep -q 'VulnerabilityInfo'; then
      good "$what"
      return
    fi
  done
  unasked "$what" "no package source in use publishes vulnerabilities"
}

npm_of() { # folder with a lock file
  local folder=$1 answer name
  name=$(realpath --relative-to="$root" -- "$folder")
  if answer=$(cd -- "$folder" && timeout "$patience" npm audit --package-lock-only --audit-level=high 2>&1); then
    good "npm packages of $name with known vulnerabilities"
  elif grep -qE '^[0-9]+ (vulnerabilit|.*severity)|Severity:' <<< "$answer"; then
    bad "npm packages of $name with known vulnerabilities" "$answer"
  else
    unasked "npm packages of $name with known vulnerabilities" "the registry did not answer"
  fi
  if [[ ! -d $folder/node_modules ]]; then
    unasked "npm packages of $name whose signature is wrong" "they are not installed"
  elif answer=$(cd -- "$folder" && timeout "$patience" npm audit signatures 2>&1); then
    good "npm packages of $name whose signature is wrong"
  elif grep -qE 'invalid (registry signature|attestation)|packages? (has|have) (an )?invalid' <<< "$answer"; then
    bad "npm packages of $name whose signature is wrong" "$answer"
  else
    unasked "npm packages of $name whose signature is wrong" "the registry gives no signatures or keys"
  fi
}

nuget
if command -v npm > /dev/null; then
  while IFS= read -r lock; do
    npm_of "$(dirname -- "$lock")"
  done < <(find "$root/tests" -name package-lock.json -not -path '*/node_modules/*' -not -path '*/bin/*' | sort)
else
  unasked "npm packages" "there is no npm"
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
exit "$((failed > 0))"

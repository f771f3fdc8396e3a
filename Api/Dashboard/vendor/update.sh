#!/usr/bin/env bash
# Makes the three modules of this folder anew from the packages that package.json names. Needs Node.js; only who changes a version runs it.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --ignore-scripts
for name in lit echarts topojson; do
  node_modules/.bin/esbuild "$name.entry.js" --bundle --minify --format=esm --target=es2022 --legal-comments=none --log-level=warning --outfile="$name.js"
done
for package in lit lit-html lit-element @lit/reactive-element echarts zrender topojson-client tslib; do
  echo "== $package $(node -p "require('./node_modules/$package/package.json').version")"
  cat "node_modules/$package/"LICENSE*
  [ "$package" != echarts ] || cat node_modules/echarts/NOTICE
  echo
done | tr -d '\r' > LICENSES.txt
{
  echo "== world-atlas (the shapes of the map)"
  cat ../../Embeds/world/ATTRIBUTION.md ../../Embeds/world/LICENSE
} >> LICENSES.txt
rm -rf node_modules

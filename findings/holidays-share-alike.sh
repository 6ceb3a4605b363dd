#!/bin/sh
# date-holidays 3.37.0 names one license in package.json and another in its license file, and tools read the milder one.
#
# `license` is "(ISC AND CC-BY-3.0)". LICENSE and README.md say of the data that every caller uses that it is under
# CC BY-SA 3.0: whoever passes on a changed copy has to do so under the same license. Seen: license-checker 25.0.1, with a
# list of allowed licenses that has ISC and CC-BY-3.0 and not CC-BY-SA-3.0, lets it pass, and an SBOM made by npm says
# CC-BY-3.0. Whoever bundles holidays (a telephone menu that is closed on them) learns of the condition only by reading.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund date-holidays@3.37.0 license-checker@25.0.1 >/dev/null 2>&1
cat >check.cjs <<'JS'
const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const of = (file) => readFileSync(`node_modules/date-holidays/${file}`, 'utf8');
const run = (command, ...args) => execFileSync('npx', ['--no-install', command, ...args], { encoding: 'utf8' });
const checked = JSON.parse(run('license-checker', '--json', '--packages', 'date-holidays@3.37.0', '--onlyAllow', 'ISC;CC-BY-3.0;(ISC AND CC-BY-3.0)'));
const bom = JSON.parse(execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], { encoding: 'utf8' }));
const component = bom.components.find(({ name }) => name === 'date-holidays');
const seen = {
  manifest: JSON.parse(of('package.json')).license,
  checker: checked['date-holidays@3.37.0'].licenses,
  sbom: component.licenses[0].expression ?? component.licenses[0].license.id,
  text: /CC BY-SA 3\.0/.test(of('LICENSE')) && /CC BY-SA 3\.0/.test(of('README.md')) ? 'CC BY-SA 3.0' : 'another',
};
console.log(JSON.stringify(seen));
const one = '(ISC AND CC-BY-3.0)';
const expected = JSON.stringify({ manifest: one, checker: one, sbom: one, text: 'CC BY-SA 3.0' });
if (JSON.stringify(seen) !== expected) {
  console.log(`changed; expected ${expected}`);
  process.exit(1);
}
JS
node check.cjs

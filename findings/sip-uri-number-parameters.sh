#!/bin/sh
# jssip 3.13.8 makes another URI of a telephone number with parameters: what it reads with `;ext=22` it writes with `%3Bext%3D22`.
#
# A telephone number in a SIP URI has its parameters before the @ (RFC 3261, 19.1.6; the extension is one, and the
# routing number of a ported number, RFC 4694). `;` and `=` may stand there, and as reserved characters they are not the
# same as %3B and %3D (19.1.4). Seen: URI.parse(x).toString() is `sip:+12015550123%3Bext%3D22@example.com;user=phone`,
# and the user of `sip:+12015550123;npdi;rn=+12015550100@example.com` becomes one long name. The commas of a pause
# become %2C. A gateway that splits a number at `;` finds none: it sees no extension and no routing number, but a user
# of that name.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts jssip@3.13.8
cat >check.cjs <<'JS'
const { URI } = require('jssip');
const uris = [
  'sip:+12015550123;ext=22@example.com;user=phone',
  'sip:+12015550123;npdi;rn=+12015550100@example.com',
  'sip:+12015550123;phone-context=+1@example.com;user=phone',
  'sip:+12015550123,,22@example.com;user=phone',
  'sip:+12015550123@example.com;user=phone',
];
const seen = uris.map((uri) => URI.parse(uri).toString());
console.log(seen.join('\n'));
const expected = [
  'sip:+12015550123%3Bext%3D22@example.com;user=phone',
  'sip:+12015550123%3Bnpdi%3Brn%3D+12015550100@example.com',
  'sip:+12015550123%3Bphone-context%3D+1@example.com;user=phone',
  'sip:+12015550123%2C%2C22@example.com;user=phone',
  'sip:+12015550123@example.com;user=phone',
];
if (seen.join('\n') !== expected.join('\n')) {
  console.log(`changed; expected\n${expected.join('\n')}`);
  process.exit(1);
}
JS
node check.cjs

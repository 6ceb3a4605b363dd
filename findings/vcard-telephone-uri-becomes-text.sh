#!/bin/sh
# ical.js 2.2.1 drops VALUE=uri from telephone numbers of vCard 4.0, and calls the ones without it URIs.
#
# TEL is text unless VALUE says otherwise (RFC 6350, 6.4.1); the library takes URI for its default. Seen: read and
# written again, `TEL;VALUE=uri:tel:+1-201-555-0123;ext=102` is `TEL:tel:+1-201-555-0123;ext=102`, which is now a text
# that begins with "tel:", for every reader that follows the RFC, this one excepted. Its jCard of `TEL:+1 201 555 0188`
# is ["tel",{},"uri","+1 201 555 0188"], which is no URI. In vCard 3.0 it keeps VALUE=URI. Who merges or syncs an
# address book with it hands on cards whose number is the text "tel:+1-201-555-0123;ext=102": the extension is no longer
# marked as one, nor "tel:" as a scheme.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1
cat >check.mjs <<'JS'
import ICAL from 'ical.js';
const lines = ['TEL;VALUE=uri:tel:+1-201-555-0123;ext=102', 'TEL:+1 201 555 0188'];
function again(version) {
  const card = ['BEGIN:VCARD', `VERSION:${version}`, 'FN:Front Desk', ...lines, 'END:VCARD', ''].join('\r\n');
  const parsed = ICAL.parse(card);
  const types = parsed[1].filter(([name]) => name === 'tel').map(([, , type]) => type);
  const written = ICAL.stringify(parsed).split('\r\n').filter((line) => line.startsWith('TEL'));
  return { types, written };
}
const seen = { '4.0': again('4.0'), '3.0': again('3.0') };
console.log(JSON.stringify(seen));
const [uri, text] = ['TEL:tel:+1-201-555-0123;ext=102', 'TEL:+1 201 555 0188'];
const expected = JSON.stringify({
  '4.0': { types: ['uri', 'uri'], written: [uri, text] },
  '3.0': { types: ['uri', 'phone-number'], written: [uri.replace('TEL', 'TEL;VALUE=URI'), text] },
});
if (JSON.stringify(seen) !== expected) {
  console.log(`changed; expected ${expected}`);
  process.exit(1);
}
JS
node check.mjs

#!/bin/sh
# google-libphonenumber 3.2.47 dials the word before an extension: `+49 30 123456 App. 12` is +493012345627712, and valid.
#
# Where a word for "extension" is not one of the few that it knows (ext, int, x, anexo, доб), three letters or more make
# the text a vanity number, and they become digits of a keypad: App is 277, NSt 678. With fewer letters they are left
# out, and the extension is glued to the number: `+43 1 234567 DW 12` (the usual way in Austria) is +43123456712, and so
# is the `p` that mobile telephones store for a pause: +4930123456p12 is +493012345612. Seen: isValidNumber() is true
# for all four, as German and Austrian numbers have no fixed length, and getExtension() is empty. libphonenumber-js
# 1.13.16, a rewrite of the same library, finds no number in any of them. Who imports contacts by it, and keeps what is
# valid, calls numbers of other people.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund google-libphonenumber@3.2.47 libphonenumber-js@1.13.16
cat >check.cjs <<'JS'
const { PhoneNumberFormat, PhoneNumberUtil } = require('google-libphonenumber');
const { parsePhoneNumberFromString } = require('libphonenumber-js/max');
const util = PhoneNumberUtil.getInstance();
const texts = ['+49 30 123456 ext. 12', '+49 30 123456 App. 12', '+49 30 123456 NSt 12', '+43 1 234567 DW 12', '+4930123456p12'];
const seen = texts.map((text) => {
  const number = util.parse(text);
  const e164 = util.format(number, PhoneNumberFormat.E164);
  const other = parsePhoneNumberFromString(text)?.number ?? 'no number';
  return `${text}: ${e164} ${util.isValidNumber(number)} ${number.getExtension() || 'no extension'} / ${other}`;
});
console.log(seen.join('\n'));
const expected = [
  '+49 30 123456 ext. 12: +4930123456 true 12 / +4930123456',
  '+49 30 123456 App. 12: +493012345627712 true no extension / no number',
  '+49 30 123456 NSt 12: +493012345667812 true no extension / no number',
  '+43 1 234567 DW 12: +43123456712 true no extension / no number',
  '+4930123456p12: +493012345612 true no extension / no number',
];
if (seen.join('\n') !== expected.join('\n')) {
  console.log(`changed; expected\n${expected.join('\n')}`);
  process.exit(1);
}
JS
node check.cjs

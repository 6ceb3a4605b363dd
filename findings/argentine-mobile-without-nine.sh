#!/bin/sh
# phone 3.1.72, which makes E.164 of mobile numbers, takes the 9 out of Argentine ones: what is left is another line.
#
# From abroad +54 9 11 ... is a mobile telephone and +54 11 ... a fixed line; the 9 is part of the number. Seen:
# phone('+5491123456789') is { isValid: true, phoneNumber: '+541123456789', countryIso2: 'AR' }, while
# google-libphonenumber 3.2.47 says MOBILE of what goes in and FIXED_LINE of what comes out. With validateMobilePrefix:
# false, which is meant to check less, the number stays whole. Who stores numbers as it writes them sends texts to a
# fixed line, and calls whoever has that line.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund phone@3.1.72 google-libphonenumber@3.2.47
cat >check.cjs <<'JS'
const { phone } = require('phone');
const { PhoneNumberType, PhoneNumberUtil } = require('google-libphonenumber');
const util = PhoneNumberUtil.getInstance();
const typeOf = (text) =>
  Object.keys(PhoneNumberType).find((name) => PhoneNumberType[name] === util.getNumberType(util.parse(text)));
const shown = (text) => `${text} ${typeOf(text)}`;
const mobile = '+5491123456789';
const { isValid, phoneNumber } = phone(mobile);
const unchecked = phone(mobile, { validateMobilePrefix: false }).phoneNumber;
const seen = { given: shown(mobile), isValid, result: shown(phoneNumber), unchecked };
console.log(JSON.stringify(seen));
const expected = JSON.stringify({ given: `${mobile} MOBILE`, isValid: true, result: '+541123456789 FIXED_LINE', unchecked: mobile });
if (JSON.stringify(seen) !== expected) {
  console.log(`changed; expected ${expected}`);
  process.exit(1);
}
JS
node check.cjs

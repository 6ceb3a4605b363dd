#!/bin/sh
# awesome-phonenumber 7.8.0 lists the calling codes that belong to no country, and takes every number of them for invalid.
#
# International freephone (+800), shared cost (+808), Inmarsat (+870), personal numbers (+878), satellites and networks
# (+881, +882, +883), relief (+888) and premium rate (+979) have no country; libphonenumber calls them the region 001.
# Seen: getSupportedCallingCodes() has all nine, google-libphonenumber 3.2.47, another build of the same Google code,
# takes its own example of each for valid (TOLL_FREE, MOBILE, ...), and parsePhoneNumber() here gives { valid: false,
# possible: false, possibility: "invalid-country-code", regionCode: "001" } and no E.164 form, nine times. A form or a
# filter on it turns away a customer's freephone number, and drops satellite and premium calls from a count of costly
# destinations, where they belong first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund awesome-phonenumber@7.8.0 google-libphonenumber@3.2.47
cat >check.mjs <<'JS'
import { getSupportedCallingCodes, parsePhoneNumber } from 'awesome-phonenumber';
import google from 'google-libphonenumber';
const util = google.PhoneNumberUtil.getInstance();
const types = Object.entries(google.PhoneNumberType);
const listed = getSupportedCallingCodes().map(Number);
const seen = util.getSupportedGlobalNetworkCallingCodes().map((code) => {
  const example = util.getExampleNumberForNonGeoEntity(code);
  const [type] = types.find(([, value]) => value === util.getNumberType(example));
  const here = parsePhoneNumber(util.format(example, google.PhoneNumberFormat.E164));
  const there = `${util.isValidNumber(example) ? 'valid' : 'invalid'} ${type}`;
  return `${code} ${there}, ${listed.includes(code) ? 'listed' : 'not listed'}, ${here.valid ? 'valid' : here.possibility} ${here.number?.e164}`;
});
console.log(seen.join('\n'));
const types001 = ['TOLL_FREE', 'SHARED_COST', 'MOBILE', 'VOIP', 'MOBILE', 'MOBILE', 'VOIP', 'UAN', 'PREMIUM_RATE'];
const codes = [800, 808, 870, 878, 881, 882, 883, 888, 979];
const expected = codes.map((code, at) => `${code} valid ${types001[at]}, listed, invalid-country-code undefined`);
if (seen.join('\n') !== expected.join('\n')) {
  console.log(`changed; expected\n${expected.join('\n')}`);
  process.exit(1);
}
JS
node check.mjs

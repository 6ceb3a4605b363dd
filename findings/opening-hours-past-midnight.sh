#!/bin/sh
# simple-opening-hours 0.1.1 reads hours past midnight without a complaint, lists them, and is then never open.
#
# `Mo-Fr 22:00-06:00` is an ordinary OpenStreetMap value (a night desk). Seen: getTable() has "22:00-06:00" for each day,
# and isOpenOn() is false at 23:00, at 03:00 and at every other minute of the week, while `Mo-Fr 22:00-24:00` is open at
# 23:00. Who builds a telephone menu on it sends every night caller to the message for closed hours.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund simple-opening-hours@0.1.1
cat >check.cjs <<'JS'
const { SimpleOpeningHours } = require('simple-opening-hours');
const version = require('simple-opening-hours/package.json').version;
const night = new SimpleOpeningHours('Mo-Fr 22:00-06:00');
const evening = new SimpleOpeningHours('Mo-Fr 22:00-24:00');
const start = new Date(2026, 10, 23, 0, 0); // a Monday, local time
const minutes = Array.from({ length: 7 * 24 * 60 }, (_, at) => new Date(start.getTime() + at * 60_000));
const open = (hours) => minutes.filter((minute) => hours.isOpenOn(minute)).length;
const seen = { version, monday: night.getTable().mo, night: open(night), evening: open(evening) };
console.log(JSON.stringify(seen));
const expected = '{"version":"0.1.1","monday":["22:00-06:00"],"night":0,"evening":600}';
if (JSON.stringify(seen) !== expected) {
  console.log(`changed; expected ${expected}`);
  process.exit(1);
}
JS
node check.cjs

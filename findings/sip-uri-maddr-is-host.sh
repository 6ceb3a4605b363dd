#!/bin/sh
# sip.js 0.21.2 and jssip 3.13.8 replace the host of a SIP URI by its maddr parameter.
#
# maddr says where a request is sent to; whose address it is stays in the host (RFC 3261, 19.1.1). Seen: both read
# `sip:alice@example.com;maddr=192.0.2.7` and give the host 192.0.2.7, and write `sip:alice@192.0.2.7;maddr=192.0.2.7`;
# the same with a name in maddr, and in the header `<sip:alice@example.com;maddr=192.0.2.7>;tag=1`. example.com is
# nowhere any more. sip 0.0.6 keeps it. A browser phone that answers or calls back a contact with maddr asks for alice
# at the proxy's address, and a registrar that serves several domains by the host does not know her.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts sip.js@0.21.2 jssip@3.13.8 sip@0.0.6
cat >check.cjs <<'JS'
const { Grammar, UserAgent } = require('sip.js');
const { NameAddrHeader, URI } = require('jssip');
const sip = require('sip');
const address = 'sip:alice@example.com;maddr=192.0.2.7';
const name = 'sip:alice@example.com;maddr=proxy.example.net';
const header = `<${address}>;tag=1`;
const seen = {
  'sip.js': [UserAgent.makeURI(address), UserAgent.makeURI(name), Grammar.nameAddrHeaderParse(header)].map(String),
  jssip: [URI.parse(address), URI.parse(name), NameAddrHeader.parse(header)].map(String),
  sip: [address, name].map((uri) => sip.stringifyUri(sip.parseUri(uri))),
};
console.log(JSON.stringify(seen));
const replaced = [
  'sip:alice@192.0.2.7;maddr=192.0.2.7',
  'sip:alice@proxy.example.net;maddr=proxy.example.net',
  '<sip:alice@192.0.2.7;maddr=192.0.2.7>;tag=1',
];
const expected = JSON.stringify({ 'sip.js': replaced, jssip: replaced, sip: [address, name] });
if (JSON.stringify(seen) !== expected) {
  console.log(`changed; expected ${expected}`);
  process.exit(1);
}
JS
node check.cjs

#!/bin/sh
# sdp-transform 3.0.0 loses a media line that says how many ports there are, and writes `m=undefined NaN undefined` for it.
#
# `m=audio 49170/2 RTP/AVP 0 8 101` is SDP by RFC 8866, 5.14: two pairs of ports. Seen: parse() does not complain; the
# media has its rtpmap and ptime, and no type, port, protocol or payloads, and write() makes "m=undefined NaN undefined
# " of it. Without "/2" all is there. Who reads recorded calls or edits an offer between two peers with it (to force a
# codec, say) takes the call for one without audio, or sends an offer that no peer can read, where the one that came in
# was right.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sdp-transform@3.0.0
cat >check.cjs <<'JS'
const { parse, write } = require('sdp-transform');
const offer = (port) =>
  [
    'v=0',
    'o=- 1 1 IN IP4 192.0.2.1',
    's=-',
    'c=IN IP4 192.0.2.1',
    't=0 0',
    `m=audio ${port} RTP/AVP 0 8 101`,
    'a=rtpmap:101 telephone-event/8000',
    'a=ptime:20',
    '',
  ].join('\r\n');
const seen = ['49170', '49170/2'].map((port) => {
  const parsed = parse(offer(port));
  const [{ type, payloads, ptime }] = parsed.media;
  const line = write(parsed).split('\r\n').find((one) => one.startsWith('m='));
  return `${port}: type ${type}, payloads ${payloads}, ptime ${ptime}, ${JSON.stringify(line)}`;
});
console.log(seen.join('\n'));
const expected = [
  '49170: type audio, payloads 0 8 101, ptime 20, "m=audio 49170 RTP/AVP 0 8 101"',
  '49170/2: type undefined, payloads undefined, ptime 20, "m=undefined NaN undefined "',
];
if (seen.join('\n') !== expected.join('\n')) {
  console.log(`changed; expected\n${expected.join('\n')}`);
  process.exit(1);
}
JS
node check.cjs

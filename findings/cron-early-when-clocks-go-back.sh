#!/bin/sh
# cron 4.4.0 runs a job of the hour after the doubled one twice in the night in which clocks go back: an hour early, and on time.
#
# `0 3 * * *` in Europe/Berlin, where 02:00 to 03:00 comes twice on 2026-10-25. Seen (the library's own job, Node's
# timers moved by hand): runs at 01:00 UTC, which is 02:00 on the wall, and again at 02:00 UTC, which is 03:00. The same
# for `0 2 * * *` in America/New_York on 2026-11-01: 01:00 and 02:00. A job at 02:30 in Berlin, which is within the
# doubled hour, runs once. Who closes the day's calls, tops up or redials at three in the morning does it twice that
# night, and the first time too early. The usual advice, to keep nightly jobs out of the hour that comes twice, leads
# right into it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cron@4.4.0
cat >check.cjs <<'JS'
const { mock } = require('node:test');
const { CronJob } = require('cron');
function runsOf(cronTime, timeZone, from) {
  mock.timers.enable({ apis: ['Date', 'setTimeout'], now: Date.parse(from) });
  const wall = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const runs = [];
  const onTick = () => runs.push(`${new Date().toISOString().slice(11, 16)} UTC (${wall.format(new Date())})`);
  const job = CronJob.from({ cronTime, timeZone, onTick, start: true });
  for (let second = 0; second < 8 * 3600; second += 1) mock.timers.tick(1000);
  job.stop();
  mock.timers.reset();
  return runs;
}
const seen = {
  berlin: runsOf('0 3 * * *', 'Europe/Berlin', '2026-10-24T22:00:00Z'),
  newYork: runsOf('0 2 * * *', 'America/New_York', '2026-11-01T03:00:00Z'),
  within: runsOf('30 2 * * *', 'Europe/Berlin', '2026-10-24T22:00:00Z'),
};
console.log(JSON.stringify(seen));
const expected = JSON.stringify({
  berlin: ['01:00 UTC (02:00)', '02:00 UTC (03:00)'],
  newYork: ['06:00 UTC (01:00)', '07:00 UTC (02:00)'],
  within: ['00:30 UTC (02:30)'],
});
if (JSON.stringify(seen) !== expected) {
  console.log(`changed; expected ${expected}`);
  process.exit(1);
}
JS
NODE_NO_WARNINGS=1 node check.cjs

// Reports over a large account of 100,000 calls: time as a ratio to bare Node, and peak memory, against the emulator
// without limits, and the same reports over a short time (growth). Argument: another program to compare with (path of its bin).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const own = join(dirname(fileURLToPath(import.meta.url)), 'voipbin.js');
const programs = [own, ...process.argv.slice(2)];
/** The most memory in MB that a report may take, however long the time is. */
const MOST_MB = 140;
const home = await mkdtemp(join(tmpdir(), 'voipbin-bench-'));
const emulator = spawn(
  process.execPath,
  ['--max-old-space-size=8192', own, 'emulator', '--seed', 'large', '--no-limits', '-o', 'json'],
  { stdio: ['ignore', 'pipe', 'ignore'] },
);
const [line] = await once(createInterface(emulator.stdout), 'line');
const { url, access_key } = JSON.parse(line);
const env = { ...process.env, HOME: home, VOIPBIN_API_URL: url, VOIPBIN_ACCESS_KEY: access_key };

const reports = [
  ['usage', '--fresh'],
  ['usage', '--by', 'number'],
  ['usage', '--by', 'agent'],
  ['calls', 'report'],
];

try {
  const bare = Math.min((await timed(['-e', '0'])).seconds, (await timed(['-e', '0'])).seconds);
  console.log(`bare node: ${(bare * 1000).toFixed(0)} ms`);
  console.log(['program', 'report', 'since', 'seconds', 'x bare node', 'peak MB'].join('\t'));
  for (const program of programs)
    for (const report of reports)
      for (const since of ['1d', '7d', '60d']) {
        const { seconds, peakMb } = await timed([
          program,
          ...report,
          ...['--since', since, '--rate', '100000', '-o', 'json'],
        ]);
        const isHeld = peakMb <= MOST_MB;
        if (program === own && !isHeld) process.exitCode = 1;
        console.log(
          [
            program === own ? 'this' : program,
            report.join(' '),
            since,
            seconds.toFixed(1),
            Math.round(seconds / bare),
            `${peakMb}${isHeld ? '' : `  (at most ${MOST_MB}: NOT HELD)`}`,
          ].join('\t'),
        );
      }
} finally {
  emulator.kill();
  await rm(home, { recursive: true, force: true });
}

/** The peak is what the process itself says at its end. */
async function timed(argv) {
  const hook = `process.on('exit', () => process._rawDebug('PEAK ' + process.resourceUsage().maxRSS))`;
  const start = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, ...argv],
    { env, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${said}`);
  const peak = Number(/PEAK (\d+)/.exec(said)?.[1] ?? Number.NaN);
  return { seconds: (performance.now() - start) / 1000, peakMb: Math.round(peak / 1024) };
}

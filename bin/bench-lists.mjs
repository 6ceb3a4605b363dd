// A list of 100,000 calls in each format: time and peak memory, and those of a list of 1,000 (growth), against the emulator
// without limits. Arguments: formats (json,jsonl,csv,table,yaml), another program to compare with (path of its bin).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const own = join(dirname(fileURLToPath(import.meta.url)), 'voipbin.js');
const formats = (process.argv[2] ?? 'jsonl,csv,json,table,yaml').split(',');
const programs = [own, ...process.argv.slice(3)];
const home = await mkdtemp(join(tmpdir(), 'voipbin-bench-'));
const emulator = spawn(
  process.execPath,
  ['--max-old-space-size=8192', own, 'emulator', '--seed', 'large', '-o', 'json'],
  { stdio: ['ignore', 'pipe', 'ignore'] },
);
const [line] = await once(createInterface(emulator.stdout), 'line');
const { url, access_key } = JSON.parse(line);
const env = { ...process.env, HOME: home, VOIPBIN_API_URL: url, VOIPBIN_ACCESS_KEY: access_key };

try {
  console.log(['program', 'format', 'rows', 'seconds', 'peak MB'].join('\t'));
  for (const program of programs)
    for (const format of formats)
      for (const rows of [1000, 100_000]) {
        const { seconds, peakMb } = await list(program, format, rows);
        console.log(
          [program === own ? 'this' : program, format, rows, seconds.toFixed(1), peakMb].join('\t'),
        );
      }
} finally {
  emulator.kill();
  await rm(home, { recursive: true, force: true });
}

/** The peak is what the process itself says at its end. */
async function list(program, format, rows) {
  const hook = `process.on('exit', () => process._rawDebug('PEAK ' + process.resourceUsage().maxRSS))`;
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(hook)}`,
      program,
      'calls',
      'list',
      '--limit',
      String(rows),
      '--rate',
      '100000',
      '-o',
      format,
    ],
    { env, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  await once(child, 'exit');
  const peak = Number(/PEAK (\d+)/.exec(said)?.[1] ?? Number.NaN);
  return { seconds: (performance.now() - start) / 1000, peakMb: Math.round(peak / 1024) };
}

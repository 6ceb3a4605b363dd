// Start-up and the audit of an example account as ratios to bare Node, measured as whole processes, interleaved so that a
// busy machine hits all alike.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const RUNS = Number(process.argv[2] ?? 21);
const program = join(dirname(fileURLToPath(import.meta.url)), 'voipbin.js');
const home = await mkdtemp(join(tmpdir(), 'voipbin-bench-'));
const emulator = spawn(
  process.execPath,
  [program, 'emulator', '--port', '0', '--seed', 'empty', '--no-limits', '-o', 'json'],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
const [line] = await once(createInterface(emulator.stdout), 'line');
const { url, access_key } = JSON.parse(line);
// The machine's own environment, as its user has it: what Node itself loads because of it counts on both sides.
const env = { ...process.env, HOME: home, VOIPBIN_API_URL: url, VOIPBIN_ACCESS_KEY: access_key };

const cases = [
  { name: 'node -e 0', argv: ['-e', '0'] },
  { name: 'voipbin --version', argv: [program, '--version'], bound: 1.35 },
  {
    name: 'voipbin __complete (Tab)',
    argv: [program, '__complete', '2', 'agents', 'list', '--'],
    bound: 1.5,
  },
  { name: 'voipbin --help', argv: [program, '--help'], bound: 1.6 },
  { name: 'voipbin customer get -o json', argv: [program, 'customer', 'get', '-o', 'json'], bound: 2.4 },
  { name: 'voipbin audit --demo: a line', argv: [program, 'audit', '--demo'], until: 'line', bound: 1.7 },
  { name: 'voipbin audit --demo', argv: [program, 'audit', '--demo'], bound: 6 },
];
const times = cases.map(() => []);
// The first start of each compiles what later ones have in a cache.
for (const one of cases) await timeOf(one);
for (let run = 0; run < RUNS; run += 1) {
  for (const [index, one] of cases.entries()) times[index].push(await timeOf(one));
}
emulator.kill();
await rm(home, { recursive: true, force: true });

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const bare = median(times[0]);
console.log(`median of ${RUNS} runs, Node ${process.versions.node}`);
for (const [index, { name, bound }] of cases.entries()) {
  const ratio = median(times[index]) / bare;
  const verdict = bound === undefined ? '' : `  (at most ${bound}: ${ratio <= bound ? 'held' : 'NOT HELD'})`;
  console.log(
    `${name.padEnd(32)} ${median(times[index]).toFixed(0).padStart(5)} ms  ${ratio.toFixed(2)} x${verdict}`,
  );
  if (bound !== undefined && ratio > bound) process.exitCode = 1;
}

/** In milliseconds; until a line is on standard error, or until it has ended. */
async function timeOf({ name, argv, until = 'end' }) {
  const from = performance.now();
  const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  let line;
  child.stderr.on('data', (text) => {
    line ??= performance.now() - from;
    said += text;
  });
  const [status] = await once(child, 'exit');
  const end = performance.now() - from;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${said}`);
  if (until === 'line' && line === undefined) throw new Error(`${name} said nothing`);
  return until === 'line' ? line : end;
}

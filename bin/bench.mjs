// Start-up as ratios to bare Node, measured as whole processes, interleaved so that a busy machine hits all alike.
import { spawn, spawnSync } from 'node:child_process';
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
];
const times = cases.map(() => []);
for (let run = 0; run < RUNS; run += 1) {
  for (const [index, { argv, name }] of cases.entries()) {
    const from = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, argv, { env });
    times[index].push(Number(process.hrtime.bigint() - from) / 1e6);
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  }
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

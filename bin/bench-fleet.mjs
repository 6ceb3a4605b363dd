// The audit of all customers of a platform by its staff: time, requests and memory, stopped by SIGKILL after a third and
// continued by the same command. Arguments: customers (10000), requests per second (200), latency in ms (20), and formats of
// reports that each customer gets (none).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

const [COUNT, RATE, LATENCY_MS] = [10_000, 200, 20].map((usual, at) => Number(process.argv[2 + at] ?? usual));
const REPORTS = process.argv.slice(5);
const MOST_MB = 150;
const program = join(import.meta.dirname, 'voipbin.js');
const home = await mkdtemp(join(tmpdir(), 'voipbin-bench-'));
await mkdir(join(home, 'reports'));
const emulator = spawn(
  process.execPath,
  [program, 'emulator', '--seed', 'empty', '--latency', String(LATENCY_MS), '-o', 'json'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);

try {
  const [line] = await once(createInterface(emulator.stdout), 'line');
  const { url } = JSON.parse(line);
  const { token, known } = await makeCustomers(url);
  const env = { ...process.env, HOME: home, VOIPBIN_API_URL: url, VOIPBIN_TOKEN: token };
  console.log(`${COUNT} customers, ${RATE} requests per second, ${LATENCY_MS} ms latency`);
  const stopped = await audit(env, { killAfter: COUNT / 3 });
  const done = await keptResults();
  console.log(`stopped by SIGKILL after ${stopped.seconds.toFixed(0)} s: ${done} results are kept`);
  const ended = await audit(env, {});
  report(ended, await (await fetch(`${url}/_emulator/requests`)).json(), { stopped, done, known });
} finally {
  emulator.kill();
  await rm(home, { recursive: true, force: true });
}

/** Customers by the dozen, and the sign-in of the staff. */
async function makeCustomers(url) {
  const known = new Set();
  let token = '';
  for (let index = 0; index < COUNT; index += 1) {
    const answer = await fetch(`${url}/_emulator/tenants`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Tenant ${index}`, email: `owner-${index}@tenants.test` }),
    });
    const tenant = await answer.json();
    known.add(tenant.customer);
    token = tenant.tokens.super;
  }
  return { token, known };
}

/** The program as a process; its memory is what the system says it took at most. */
async function audit(env, { killAfter }) {
  const from = performance.now();
  const flags = ['--customers', 'all', '--reason', 'yearly review of all', '--rate', String(RATE)];
  const reports = REPORTS.flatMap((format) => [
    '--report',
    `${format}=${join(home, 'reports')}/{account}.${format}`,
  ]);
  const child = spawn(process.execPath, [program, 'audit', ...flags, ...reports, '-o', 'jsonl'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const rows = [];
  let notices = '';
  let peakKb = 0;
  createInterface(child.stdout).on('line', (text) => {
    const { id, error, exit_code, report } = JSON.parse(text);
    rows.push({ id, error, exit_code, isWhole: report !== null });
  });
  child.stderr.on('data', (chunk) => (notices += chunk));
  const look = async () => {
    const text = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0));
    if (killAfter !== undefined && (await keptResults()) >= killAfter) child.kill('SIGKILL');
  };
  const closed = once(child, 'close');
  while (child.exitCode === null && child.signalCode === null) await Promise.all([look(), wait(500)]);
  await closed;
  return {
    seconds: (performance.now() - from) / 1000,
    peakMb: peakKb / 1024,
    code: child.exitCode,
    rows,
    notices,
  };
}

/** Results of a run under way. */
async function keptResults() {
  const folder = join(home, '.local/state/voipbin/audits');
  const runs = await readdir(folder).catch(() => []);
  const files = await Promise.all(runs.map((run) => readdir(join(folder, run))));
  return files.flat().filter((file) => /^[0-9a-f-]{36}\.json$/.test(file)).length;
}

function report({ seconds, peakMb, code, rows, notices }, asked, { stopped, done, known }) {
  const all = seconds + stopped.seconds;
  console.log(`continued: ${seconds.toFixed(0)} s, exit code ${code}`);
  console.log(notices.split('\n').slice(0, 2).join('\n'));
  console.log(`${asked.length} requests, ${(asked.length / all).toFixed(0)} per second`);
  const ids = rows.map(({ id }) => id);
  const delegates = asked.filter(({ path }) => path === '/auth/delegate').length;
  const customers = new Set([...known]).size;
  verdict('no customer lost', ids.filter((id) => known.has(id)).length === customers, `${ids.length} rows`);
  verdict('no customer twice', new Set(ids).size === ids.length, `${new Set(ids).size} ids`);
  verdict(
    'a report of each',
    rows.every(({ isWhole }) => isWhole),
    `${rows.filter(({ error }) => error).length} errors`,
  );
  verdict(
    'what was done is not done again',
    delegates <= ids.length + 16,
    `${delegates} sign-ins, ${done} results were kept`,
  );
  verdict(
    'no 429',
    asked.every(({ status }) => status !== 429),
    `${asked.filter(({ status }) => status === 429).length}`,
  );
  const peak = Math.max(peakMb, stopped.peakMb);
  verdict(
    `peak memory <= ${MOST_MB} MB`,
    peak <= MOST_MB,
    `${stopped.peakMb.toFixed(0)} and ${peakMb.toFixed(0)} MB`,
  );
}

function verdict(what, held, figure) {
  console.log(`  ${held ? 'held' : 'NOT HELD'}: ${what} (${figure})`);
  if (!held) process.exitCode = 1;
}

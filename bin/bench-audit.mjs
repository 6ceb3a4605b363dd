// The audit of a large tenant over a slow line: time, memory, requests and rows, beside one reader that asks one
// thing after another; and a second audit, which knows what the first has counted. Arguments: latency in ms (100), requests per second (16).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const LATENCY_MS = Number(process.argv[2] ?? 100);
const RATE = Number(process.argv[3] ?? 16);
const DAYS = 30;
const program = join(dirname(fileURLToPath(import.meta.url)), 'voipbin.js');
const home = await mkdtemp(join(tmpdir(), 'voipbin-bench-'));
const emulator = spawn(
  process.execPath,
  [
    '--max-old-space-size=8192',
    program,
    'emulator',
    '--seed',
    'large',
    '--latency',
    String(LATENCY_MS),
    '-o',
    'json',
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const [line] = await once(createInterface(emulator.stdout), 'line');
const { url, access_key } = JSON.parse(line);
const env = { ...process.env, HOME: home, VOIPBIN_API_URL: url, VOIPBIN_ACCESS_KEY: access_key };
const horizon = Math.floor(Date.now() / 86_400_000 - DAYS) * 86_400_000;
const since = new Date(horizon).toISOString();
console.log(`Globex Telecom, ${LATENCY_MS} ms latency, ${RATE} requests per second`);

try {
  const sliced = await audit();
  report('voipbin audit', sliced);
  const counted = await askedOf();
  const { predicted, requests, seconds, peakMb } = sliced;
  verdict(
    'requests predicted within 3 %',
    Math.abs(predicted / requests - 1) <= 0.03,
    `${predicted} of ${requests}`,
  );
  verdict(
    'time <= 1.03 x requests / rate',
    seconds <= (1.03 * requests) / RATE,
    `${(seconds / (requests / RATE)).toFixed(2)} x`,
  );
  verdict('no 429', counted.limited === 0, String(counted.limited));
  verdict('peak memory <= 100 MB', peakMb <= 100, `${peakMb.toFixed(0)} MB`);
  const second = await audit();
  report('a second audit', second);
  const share = second.requests / sliced.requests;
  verdict('requests <= 0.15 of the first', share <= 0.15, share.toFixed(2));
  verdict('it finds the same', second.findings === sliced.findings, `${sliced.found} findings`);
  const sequential = await readSequentially();
  report('one reader, one after another', sequential);
  for (const [list, rows] of Object.entries(sequential.lists)) {
    verdict(`no row of ${list} lost`, sliced.rows[list] >= rows, `${sliced.rows[list]} of ${rows}`);
  }
  console.log(`${(sequential.seconds / seconds).toFixed(2)} times as fast as one reader`);
} finally {
  emulator.kill();
  await rm(home, { recursive: true, force: true });
}

function report(name, { seconds, requests, peakMb }) {
  const memory = peakMb === undefined ? '' : `, ${peakMb.toFixed(0)} MB at most`;
  console.log(`${name}: ${seconds.toFixed(0)} s, ${requests} requests${memory}`);
}

function verdict(what, held, figure) {
  console.log(`  ${held ? 'held' : 'NOT HELD'}: ${what} (${figure})`);
  if (!held) process.exitCode = 1;
}

/** The program as a process; its memory is what the system says it took at most. */
async function audit() {
  const from = performance.now();
  const child = spawn(
    process.execPath,
    [program, 'audit', '-o', 'json', '--since', `${DAYS}d`, '--rate', String(RATE), '--fail-on', 'never'],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  let notices = '';
  let peakKb = 0;
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (notices += chunk));
  const timer = setInterval(() => {
    readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (text) => (peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0))),
      () => undefined,
    );
  }, 200);
  const [code] = await once(child, 'close');
  clearInterval(timer);
  if (code !== 0) throw new Error(`the audit ended with ${code}: ${notices}`);
  const { requests, evidence, findings } = JSON.parse(output);
  return {
    seconds: (performance.now() - from) / 1000,
    requests,
    predicted: Number(/about ([\d,]+) requests/.exec(notices)?.[1]?.replaceAll(',', '')),
    peakMb: peakKb / 1024,
    found: findings.length,
    findings: JSON.stringify(findings.map(({ fingerprint, message }) => [fingerprint, message])),
    rows: Object.fromEntries(evidence.map(({ section, rows }) => [section, rows])),
  };
}

async function askedOf() {
  const asked = await (await fetch(`${url}/_emulator/requests`)).json();
  return { limited: asked.filter(({ status }) => status === 429).length };
}

/** What a plain script does: list after list, page after page. */
async function readSequentially() {
  const from = performance.now();
  const lists = {};
  let requests = 0;
  for (const list of [
    'agents',
    'numbers',
    'flows',
    'queues',
    'calls',
    'activeflows',
    'queuecalls',
    'billings',
  ]) {
    const ids = new Set();
    for (let token = ''; ;) {
      const query = token === '' ? '' : `&page_token=${encodeURIComponent(token)}`;
      const answer = await fetch(`${url}/v1.0/${list}?page_size=100${query}`, {
        headers: { cookie: `accesskey=${access_key}` },
      });
      requests += 1;
      const { result, next_page_token } = await answer.json();
      for (const { id, tm_create } of result) if (tm_create >= since || !isTraffic(list)) ids.add(id);
      const last = result.at(-1);
      if (last === undefined || (isTraffic(list) && last.tm_create < since)) break;
      token = next_page_token;
    }
    lists[list] = ids.size;
  }
  return { seconds: (performance.now() - from) / 1000, requests, lists };
}

function isTraffic(list) {
  return ['calls', 'activeflows', 'queuecalls', 'billings'].includes(list);
}

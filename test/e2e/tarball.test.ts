import { execFileSync, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mayBeBundled } from '../../bin/licenses.mjs';
import { bench } from '../support/program.ts';
import { install, shell, starter, type Installed } from './program.ts';
import { Key, openTerminal } from './terminal.ts';

const root = resolve(import.meta.dirname, '../..');
let installed: Installed;
let program: ReturnType<typeof starter>;

beforeAll(() => {
  installed = install();
  program = starter(installed);
});
afterAll(() => {
  installed.remove();
});

/** An emulator as a process of its own, for as long as `use` takes. */
async function withEmulator<T>(
  args: readonly string[],
  use: (at: { env: Record<string, string>; url: string; key: string }) => Promise<T>,
): Promise<T> {
  const child = program.start(['emulator', '--port', '0', '-o', 'json', ...args]);
  const exited = once(child, 'exit');
  try {
    const lines = createInterface({ input: child.stdout ?? process.stdin });
    const early = exited.then(([code]) => {
      throw new Error(`the emulator ended with ${String(code)} before it was ready`);
    });
    const [line] = (await Promise.race([once(lines, 'line'), early])) as [string];
    const { url, access_key: key } = JSON.parse(line) as { url: string; access_key: string };
    return await use({ env: { VOIPBIN_API_URL: url, VOIPBIN_ACCESS_KEY: key }, url, key });
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

/** An emulator at a free port, its standard output closed before it can write to it. */
async function startUnread(): Promise<{ child: ReturnType<typeof program.start>; url: string }> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  const child = program.start(['emulator', '--seed', 'empty', '--port', String(port)]);
  child.stdout?.destroy();
  return { child, url: `http://127.0.0.1:${port}` };
}

/** Asks again and again until it is so; what fails is not so yet. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 100));
}

const noStack = /\n\s+at .+:\d+:\d+/;

describe('what is shipped', () => {
  it('is the bundle, the licences and the readme, and is small', () => {
    const loose = installed.files.filter((file) => !/^(bin|dist|docs|examples)(\/|$)/.test(file));
    expect(loose).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
    expect(installed.files).toContain('dist/LICENSES.txt');
    expect(installed.files).toContain('docs/voipbin.audit.schema.json');
    expect(statSync(installed.tarball).size).toBeLessThanOrEqual(1_600_000);
    // Loaded by the few commands that need them: word lists that judge passwords, pictures of calls, and the public holidays
    // of all countries.
    const bytesOf = (file: string): number =>
      statSync(join(installed.folder, 'app/node_modules/voipbin', file)).size;
    const isHeavy = (file: string): boolean => file.endsWith('.br');
    const sizeOf = (files: string[]): number => files.reduce((sum, file) => sum + bytesOf(file), 0);
    expect(sizeOf(installed.files.filter((file) => !isHeavy(file)))).toBeLessThan(3_200_000);
    expect(sizeOf(installed.files)).toBeLessThan(3_900_000);
  });

  it('runs unpacked, where there is no npm', () => {
    execFileSync('tar', ['-xzf', installed.tarball, '-C', installed.folder]);
    const script = join(installed.folder, 'package/bin/voipbin.js');
    const { status, stdout } = spawnSync(process.execPath, [script, 'audit', '--demo'], {
      env: { HOME: installed.folder },
      encoding: 'utf8',
    });
    expect([status, stdout.split('\n', 1)[0]]).toEqual([0, 'Acme Corporation']);
  });

  const shipped = (file: string): string =>
    readFileSync(join(installed.folder, 'app/node_modules/voipbin', file), 'utf8');

  it('has nothing of the documentation that is for its authors, and no pictures', () => {
    const docs = installed.files.filter((file) => file.startsWith('docs/') && !file.startsWith('docs/man'));
    expect(docs).toContain('docs/reference.md');
    expect(docs.filter((file) => /style|benchmarks|publishing|pictures|svg/.test(file))).toEqual([]);
  });

  it('names every bundled package with a license that allows it, and lists the same as a bill of materials', () => {
    const text = shipped('dist/LICENSES.txt');
    const named = text
      .split(`\n\n${'-'.repeat(80)}\n\n`)
      .map((part) => /^(?:This program contains:\n\n)?(\S+) (\S+) \((.*)\)\n\n(?=\S)/.exec(part) ?? []);
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter(([, name = '', , license = '']) => !mayBeBundled(name, license))).toEqual([]);
    expect(text).toContain('Eclipse Public License 1.0');

    const bill = JSON.parse(shipped('dist/sbom.cdx.json')) as {
      components: { name: string; version: string }[];
    };
    expect(bill.components.map(({ name, version }) => [name, version])).toEqual(
      named.map(([, name, version]) => [name, version]),
    );
  });

  it('is the same, byte for byte, when it is built again', () => {
    execFileSync('npm', ['run', '-s', 'build'], { cwd: root });
    const built = installed.files.filter((file) => file.startsWith('dist/') && !file.endsWith('/'));
    expect(built.map((file) => file.slice('dist/'.length))).toEqual(readdirSync(join(root, 'dist')).sort());
    for (const file of built)
      expect(
        readFileSync(join(root, file)).equals(
          readFileSync(join(installed.folder, 'app/node_modules/voipbin', file)),
        ),
        file,
      ).toBe(true);
  });
});

it('leaves V8 little room for new objects while rows come and go', async () => {
  const hook = `import v8 from 'node:v8';
    process.on('exit', () => {
      const { space_size: size } = v8.getHeapSpaceStatistics().find((one) => one.space_name === 'new_space');
      process._rawDebug('new objects: ' + size);
    });`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` };
  const sizes: number[] = [];
  // It is looked at between requests, so that a slow machine may be late once; by itself it is 32 MB each time.
  for (let turn = 0; turn < 3; turn += 1) {
    const { stderr } = await program.run(['audit', '--demo'], { env });
    sizes.push(Number(/new objects: (\d+)/.exec(stderr)?.[1]));
  }
  expect(Math.min(...sizes)).toBeLessThanOrEqual(16 * 1024 * 1024);
});

describe('what V8 compiled in one run, for the next one', () => {
  let home: string;
  const folder = (): string => join(home, '.cache/voipbin');
  const run = (...args: string[]) => program.run(args, { env: { HOME: home, XDG_CACHE_HOME: '' } });
  const kept = (): string => join(folder(), readdirSync(folder())[0] ?? '');
  const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  beforeEach(() => {
    home = join(installed.folder, 'user');
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home);
  });

  it('is kept in the cache folder of the user, for nobody else', async () => {
    await run('--help');

    expect(readdirSync(folder())).toHaveLength(1);
    expect(modeOf(folder())).toBe('700');
    expect(modeOf(kept())).toBe('600');
  });

  it('is not written again by a run that compiles nothing new, and grows by one that does', async () => {
    await run('--help');
    const { size, mtimeMs } = statSync(kept());
    await run('--help');
    expect(statSync(kept()).mtimeMs).toBe(mtimeMs);

    await run('audit', 'rules');

    expect(statSync(kept()).size).toBeGreaterThan(size);
    expect(readdirSync(folder())).toHaveLength(1);
  });

  it.each([
    ['large pieces', ['audit', '--demo']],
    [
      'a piece that is too large to be kept, the holidays',
      ['plan', '--demo', '-f', join(root, 'examples/departments.yaml')],
    ],
  ])('is not written again by a run that needs %s', async (_what, args) => {
    await run(...args);
    const { mtimeMs } = statSync(kept());
    await run(...args);

    expect(statSync(kept()).mtimeMs).toBe(mtimeMs);
  });

  it.each<[string, () => void]>([
    [
      'others may write the file',
      () => {
        chmodSync(kept(), 0o666);
      },
    ],
    [
      'others may write the folder',
      () => {
        chmodSync(folder(), 0o777);
      },
    ],
    [
      'it is torn',
      () => {
        writeFileSync(kept(), readFileSync(kept()).subarray(0, 1000));
      },
    ],
    [
      'it is nonsense',
      () => {
        writeFileSync(kept(), 'nonsense');
      },
    ],
    ...[5, [0, 9e15], [-1, 7], [1e9, 10], ['a', 'b']].map((part): [string, () => void] => [
      `its index says ${JSON.stringify(part)} of each part`,
      () => {
        const bytes = readFileSync(kept());
        const start = bytes.readUInt32LE(bytes.length - 4);
        const index = JSON.parse(bytes.subarray(start, -4).toString()) as object;
        const wrong = JSON.stringify(Object.fromEntries(Object.keys(index).map((name) => [name, part])));
        writeFileSync(
          kept(),
          Buffer.concat([bytes.subarray(0, start), Buffer.from(wrong), bytes.subarray(-4)]),
        );
      },
    ]),
  ])('changes nothing where %s', async (_what, spoil) => {
    const { stdout } = await run('--help');
    spoil();

    expect(await run('--help')).toMatchObject({ code: 0, stdout, stderr: '' });
  });

  it('is not kept by a run during which another build was installed', async () => {
    const id = join(installed.folder, 'app/node_modules/voipbin/dist/build-id');
    const own = readFileSync(id);
    const install = (child: ChildProcess): void => {
      child.stdout?.once('data', () => {
        writeFileSync(id, 'another-build\n');
        child.kill('SIGTERM');
      });
    };
    try {
      const env = { HOME: home, XDG_CACHE_HOME: '' };
      const { code } = await program.run(['emulator', '--port', '0'], { env, during: install });
      expect(code).toBe(0);
      expect(existsSync(folder())).toBe(false);
    } finally {
      writeFileSync(id, own);
    }
  });

  it.runIf(existsSync('/proc/self'))('holds nobody up where no folder can be made', async () => {
    expect(await program.run(['--help'], { env: { HOME: '/proc', XDG_CACHE_HOME: '' } })).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  it('is replaced where others could have written it', async () => {
    await run('--help');
    chmodSync(kept(), 0o666);

    await run('--help');

    expect(modeOf(kept())).toBe('600');
  });

  it('is left out where there is no folder for it', async () => {
    rmSync(home, { recursive: true });
    writeFileSync(home, 'a file');

    expect(await run('--help')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the bundle', () => {
  it.each(['html', 'markdown', 'sarif', 'junit'])(
    'writes a report as %s with the very bytes that the sources write',
    async (format) => {
      const snapshot = join(installed.folder, 'snapshot.json');
      const report = join(installed.folder, `report.${format}`);
      await program.run(['audit', '--demo', '--save-snapshot', snapshot]);
      const ended = await program.run(['audit', '--from', snapshot, '--report', `${format}=${report}`]);
      expect(ended.code).toBe(10);

      const sources = bench('messy');
      const line = `audit --from /snapshot.json --report ${format}=/report`;
      await sources.run(line, { files: { '/snapshot.json': readFileSync(snapshot, 'utf8') } });

      expect(readFileSync(report, 'utf8')).toBe(sources.files.get('/report')?.text);
    },
  );
});

describe('as a process', () => {
  it('tells its version and nothing else', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      version: string;
    };
    expect(await program.run(['--version'])).toEqual({
      code: 0,
      signal: null,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it.skipIf(!existsSync('/dev/full'))('says that its version could not be written', () => {
    const { code, stderr } = shell(installed, 'voipbin --version > /dev/full');
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: cannot write to standard output: ENOSPC\n' });
    expect(shell(installed, 'voipbin --version | true; exit "${PIPESTATUS[0]}"').code).toBe(0);
  });

  it('shows its help on standard output', async () => {
    const { code, stdout, stderr } = await program.run([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('voipbin audit --demo');
  });

  it.each([
    [['custmer'], /did you mean customer\?/],
    [['customer', 'gett'], /did you mean get\?/],
    [['customer', 'get', '--nope'], /unknown option '--nope'/],
    [['customer', 'get', '-o', 'xml'], /table, json, jsonl, yaml, csv/],
    [['agents', 'update', 'nope', '--demo', '--permission', 'boss'], /"boss" is not a permission/],
    [['audit', '--demo=nope'], /there is no example account "nope"/],
    [['customer', 'get', '--profile', 'nope'], /there is no profile "nope"/],
  ])('%j is wrong usage, with a suggestion', async (args, message) => {
    const { code, stdout, stderr } = await program.run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(noStack);
  });

  it('finds nothing by a name that nothing has, and lists some that there are', async () => {
    const { code, stdout, stderr } = await program.run(['agents', 'get', 'nope', '--demo']);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toMatch(/agent "nope" does not exist\nhint: choose one of: /);
    expect(stderr).not.toMatch(noStack);
  });

  it('is not signed in at first, and says how to be', async () => {
    const { code, stderr } = await program.run(['customer', 'get']);
    expect(code).toBe(4);
    expect(stderr).toContain('voipbin login');
  });

  it('reviews the example account, without colour into a pipe', async () => {
    const { code, stdout, stderr } = await program.run(['audit', '--demo'], { env: { NO_COLOR: '' } });
    // Its findings are what the example is there to show: no failure.
    expect(code).toBe(0);
    expect(stdout).toContain('Acme Corporation');
    expect(stdout + stderr).not.toContain('\u001b');
  });

  it('colours when told to', async () => {
    const { stdout } = await program.run(['audit', '--demo', '--color', 'always']);
    expect(stdout).toContain('\u001b[');
  });

  it('answers errors as JSON under -o json', async () => {
    const { code, stdout, stderr } = await program.run(['customer', 'get', '-o', 'json']);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'NOT_SIGNED_IN', retryable: false } });
  });

  it('completes commands in bash', () => {
    const { stdout } = shell(
      installed,
      'source <(voipbin completion bash); COMP_LINE="voipbin audit expl"; COMP_POINT=${#COMP_LINE}; ' +
        'COMP_WORDS=($COMP_LINE) COMP_CWORD=2; _voipbin; echo "${COMPREPLY[@]}"',
    );
    expect(stdout).toBe('explain\n');
  });

  it('survives closed standard input, output and error', () => {
    expect(shell(installed, 'voipbin customer get --demo -o json <&- | head -c 1').stdout).toBe('{');
    expect(shell(installed, 'voipbin customer get --demo >&-').stderr).not.toMatch(noStack);
    expect(shell(installed, 'voipbin customer get --demo 2>&-').code).toBe(0);
  });

  it('ends quietly when its reader has gone', () => {
    const { stdout, stderr, code } = shell(
      installed,
      'set -o pipefail; voipbin agents list --demo -o jsonl | head -1',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('id');
    expect(stderr).not.toMatch(noStack);
  });

  it('delivers more than a megabyte into a pipe, whole', () => {
    const { stdout } = shell(installed, 'voipbin calls list --demo -o json | (sleep 1; cat)');
    expect(stdout.length).toBeGreaterThan(1_000_000);
    expect((JSON.parse(stdout) as unknown[]).length).toBeGreaterThan(1300);
  });

  it('does not change anything without a terminal and without --yes', async () => {
    const { code, stdout, stderr } = await program.run(['customer', 'update', '--demo', '--name', 'New']);
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(stderr).toContain('New');
    expect(stderr).toContain('--yes');
  });
});

describe('against a server of its own', () => {
  it('signs in from standard input, keeps the key to itself, and signs out', async () => {
    await withEmulator(['--seed', 'departments'], async ({ url, key }) => {
      const config = join(installed.folder, 'config');
      const env = { VOIPBIN_CONFIG_DIR: config };
      const login = await program.run(['login', '--api-url', url, '--access-key-stdin'], {
        env,
        input: `${key}\n`,
      });
      expect(login).toMatchObject({ code: 0 });
      expect(login.stdout + login.stderr).not.toContain(key);
      expect(statSync(join(config, 'config.json')).mode & 0o777).toBe(0o600);
      expect(statSync(config).mode & 0o777).toBe(0o700);

      const whoami = await program.run(['whoami', '-o', 'json'], { env });
      expect(JSON.parse(whoami.stdout)).toMatchObject({ customer: { name: 'Enterprise Corp' } });
      expect((await program.run(['logout'], { env })).code).toBe(0);
      expect((await program.run(['customer', 'get'], { env })).code).toBe(4);
    });
  });

  it('changes the account over the network, and leaves the rest of it alone', async () => {
    await withEmulator(['--seed', 'departments'], async ({ env }) => {
      const account = async (): Promise<Record<string, unknown>> =>
        JSON.parse((await program.run(['customer', 'get', '-o', 'json'], { env })).stdout) as Record<
          string,
          unknown
        >;
      const before = await account();

      const update = await program.run(['customer', 'update', '--detail', 'Moved', '--yes', '-o', 'json'], {
        env,
      });

      expect(update).toMatchObject({ code: 0 });
      const changes = { detail: 'Moved', tm_update: expect.any(String) as string };
      expect(JSON.parse(update.stdout)).toMatchObject({ format: 'voipbin.change/1' });
      expect(await account()).toEqual({ ...before, ...changes });
    });
  });

  it('stops with 130 on Ctrl-C and with 143 on SIGTERM, in the middle of a request', async () => {
    await withEmulator(['--seed', 'empty', '--latency', '5000'], async ({ env }) => {
      for (const [signal, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 143],
      ] as const) {
        const ended = await program.run(['customer', 'get'], {
          env,
          during: (child) => setTimeout(() => child.kill(signal), 1200),
        });
        expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: '' });
        expect(ended.stderr).not.toMatch(noStack);
      }
    });
  });

  it('the emulator whose reader left before it printed its address serves on, and ends at the first SIGTERM', async () => {
    const { child, url } = await startUnread();
    try {
      await until(async () => (await fetch(`${url}/v1.0/customer`)).status === 401);
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('says so when nobody answers', async () => {
    const env = { VOIPBIN_API_URL: 'http://127.0.0.1:9', VOIPBIN_ACCESS_KEY: 'vb_x' };
    const { code, stderr } = await program.run(['customer', 'get', '--timeout', '1'], { env });
    expect(code).toBe(3);
    expect(stderr).toContain('127.0.0.1:9');
  });

  it('takes the key from a file', async () => {
    await withEmulator(['--seed', 'empty'], async ({ env, key }) => {
      const file = join(installed.folder, 'key');
      writeFileSync(file, `${key}\n`, { mode: 0o600 });
      const { code, stdout } = await program.run(['customer', 'get', '-o', 'json', '--query', 'name'], {
        env: { VOIPBIN_API_URL: env['VOIPBIN_API_URL'] ?? '', VOIPBIN_ACCESS_KEY_FILE: file },
      });
      expect({ code, stdout }).toEqual({ code: 0, stdout: '"New Company LLC"\n' });
    });
  });

  it('the emulator keeps its state in a file from one start to the next', async () => {
    const state = join(installed.folder, 'state.json');
    await withEmulator(['--seed', 'empty', '--state', state], async ({ env }) => {
      expect((await program.run(['customer', 'update', '--detail', 'Kept', '--yes'], { env })).code).toBe(0);
    });
    await withEmulator(['--seed', 'empty', '--state', state], async ({ env }) => {
      const { stdout } = await program.run(['customer', 'get', '-o', 'json', '--query', 'detail'], { env });
      expect(stdout).toBe('"Kept"\n');
    });
  });
});

describe('SIGTERM ends', () => {
  /** Sent once `--verbose` has shown so many requests, and some time has passed. */
  const terminated = async (
    args: readonly string[],
    { requests, wait }: Record<'requests' | 'wait', number>,
  ) => {
    let at = Infinity;
    const ended = await program.run([...args, '--verbose'], {
      during: (child) => {
        let lines = 0;
        child.stderr?.on('data', (text: string) => {
          const before = lines;
          lines += text.match(/^GET /gm)?.length ?? 0;
          if (before >= requests || lines < requests) return;
          setTimeout(() => {
            at = performance.now();
            child.kill('SIGTERM');
          }, wait);
        });
      },
    });
    return { ...ended, took: performance.now() - at };
  };

  it('a table of 100,000 rows, whose cells are made while it is read, in its middle', async () => {
    const { took, code, signal, stdout, stderr } = await terminated(['calls', 'list', '--demo=large'], {
      requests: 700,
      wait: 0,
    });
    expect({ code, signal, stdout }).toEqual({ code: 143, signal: null, stdout: '' });
    expect(stderr).toMatch(/\nerror: terminated\n$/);
    expect(took).toBeLessThan(2000);
  });

  it('a query that would take for ever', async () => {
    const doubled = Array.from({ length: 6 }, () => '[@, @][]');
    const sorted = Array.from({ length: 200 }, () => 'sort_by(@, &id)');
    const endless = [...doubled, ...sorted].join(' | ');
    const { took, code, signal, stdout } = await terminated(['calls', 'list', '--demo', '--query', endless], {
      requests: 13,
      wait: 1500,
    });
    // A shell shows 143 for it.
    expect({ code, signal, stdout }).toEqual({ code: null, signal: 'SIGTERM', stdout: '' });
    expect(took).toBeLessThan(2000);
  });

  it('an answer that nobody reads', async () => {
    const child = program.start(['calls', 'list', '--demo', '-o', 'json']);
    const exited = once(child, 'exit');
    // The rest of more than a megabyte waits for a reader.
    await once(child.stdout ?? process.stdin, 'readable');
    child.kill('SIGTERM');
    expect(await exited).toEqual([143, null]);
  });
});

describe('a disk that takes only the beginning', () => {
  /** No file may grow beyond 4 KiB: the write that would do so is cut short, and the next one fails. */
  const limited = (line: string, env: Record<string, string> = {}) =>
    shell(installed, `cd "${installed.folder}"; trap '' XFSZ; ulimit -f 4; ${line}`, env);

  it('is an error for an answer on standard output', () => {
    const { code, stderr } = limited('voipbin agents list --demo --quiet -o json > short.json');
    expect(code).toBe(2);
    expect(stderr).toContain('cannot write to standard output: the file would exceed its size limit');
  });

  it.each([
    ['a report', 'audit --demo --quiet --report html=short.out'],
    ['a snapshot', 'audit --demo --quiet --save-snapshot short.out'],
    ['a plan file', 'export --demo --quiet --out short.out'],
  ])('is an error for %s, which is not left half', (_name, line) => {
    const { code, stderr } = limited(`voipbin ${line} >/dev/null`);
    expect(code).toBe(2);
    expect(stderr).toContain('short.out: the file would exceed its size limit');
    expect(existsSync(join(installed.folder, 'short.out'))).toBe(false);
  });

  it('costs no sign-in', () => {
    const folder = join(installed.folder, 'many');
    mkdirSync(folder, { mode: 0o700 });
    const file = join(folder, 'config.json');
    const names = Array.from({ length: 60 }, (_, index) => `account-${index}`);
    const profile = { api_url: 'https://api.test', access_key: `vb_${'a'.repeat(60)}` };
    const profiles = Object.fromEntries(names.map((name) => [name, profile]));
    const before = JSON.stringify({ current: 'account-0', profiles });
    writeFileSync(file, before, { mode: 0o600 });

    const { code, stderr } = limited('voipbin profile use account-1', { VOIPBIN_CONFIG_DIR: folder });

    expect(code).toBe(2);
    expect(stderr).toContain(`cannot write ${file}: the file would exceed its size limit`);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('stops an apply whose journal is full; the next one makes nothing twice', async () => {
    await withEmulator(['--seed', 'empty'], async ({ env: server }) => {
      const folder = join(installed.folder, 'full');
      mkdirSync(folder);
      const file = join(folder, 'voipbin.yaml');
      const tags = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`tag-${index}`, {}]));
      writeFileSync(file, JSON.stringify({ tags }));
      const env = { ...server, VOIPBIN_CONFIG_DIR: join(folder, 'config') };
      const apply = `voipbin apply -f "${file}" --yes`;

      const cut = limited(apply, env);
      expect(cut.code).not.toBe(0);
      expect(cut.stderr).toContain('the file would exceed its size limit');
      const journals = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.jsonl'),
      );
      expect(journals).toHaveLength(1);
      const lines = readFileSync(join(folder, journals[0] ?? ''), 'utf8').split('\n');
      expect(lines.pop()).toBe('');
      for (const line of lines) expect(JSON.parse(line)).toBeTypeOf('object');

      const whole = await program.run(['apply', '-f', file, '--yes'], { env });
      expect(whole).toMatchObject({ code: 0 });
      const { stdout } = await program.run(['tags', 'list', '-o', 'json'], { env });
      expect((JSON.parse(stdout) as unknown[]).length).toBe(40);
    });
  });
});

describe('an apply that is killed', () => {
  const plan = {
    tags: { sales: {}, support: {} },
    flows: {
      Hold: {
        actions: [
          { type: 'talk', text: 'Please wait.' },
          { type: 'sleep', duration: '10s' },
        ],
      },
      Main: { actions: [{ type: 'answer' }, { type: 'queue_join', queue: 'Sales' }, { type: 'hangup' }] },
    },
    queues: { Sales: { tags: ['sales'], wait_flow: 'Hold' } },
    agents: {
      'anna@acme.example': { tags: ['sales'], addresses: ['tel:+14155550100'], password: 'generate' },
    },
    numbers: { '+899123456789': { call_flow: 'Main' }, hotline: { virtual: 'any', call_flow: 'Main' } },
  };

  it('goes on where it was, and makes nothing twice', async () => {
    await withEmulator(['--seed', 'empty', '--latency', '40'], async ({ env: server }) => {
      const folder = join(installed.folder, 'killed');
      mkdirSync(folder, { recursive: true });
      const file = join(folder, 'voipbin.yaml');
      writeFileSync(file, JSON.stringify(plan));
      const env = { ...server, VOIPBIN_CONFIG_DIR: join(folder, 'config') };
      const args = ['apply', '-f', file, '--yes', '--passwords', join(folder, 'pw')];

      // Each time it comes a little further.
      for (const ms of [350, 450, 550, 650, 750, 850]) {
        await program.run(args, { env, during: (child) => setTimeout(() => child.kill('SIGKILL'), ms) });
      }
      const last = await program.run(args, { env });

      expect(last).toMatchObject({ code: 0, signal: null });
      for (const [list, count] of [
        ['tags', 2],
        ['flows', 2],
        ['queues', 1],
        ['agents', 2],
        ['numbers', 2],
      ] as const) {
        const { stdout } = await program.run([list, 'list', '-o', 'json'], { env });
        expect([list, (JSON.parse(stdout) as unknown[]).length]).toEqual([list, count]);
      }
      const planned = await program.run(['plan', '-f', file, '--detailed-exitcode'], { env });
      expect(planned.code).toBe(0);
      expect(statSync(join(folder, 'pw')).mode & 0o777).toBe(0o600);

      const undone = await program.run(['undo', '--yes'], { env });
      expect(undone.code).toBe(0);
    });
  });
});

describe('setup at a terminal', () => {
  const files = (): { config: string; plan: string } => ({
    config: join(installed.folder, 'setup'),
    plan: join(installed.folder, 'team.yaml'),
  });

  it('asks, goes back, refuses, stops at Ctrl-C and goes on, and makes a working account', async () => {
    await withEmulator(['--seed', 'empty'], async ({ env: server }) => {
      const { config, plan } = files();
      const env = { ...server, VOIPBIN_CONFIG_DIR: config };
      const first = openTerminal(installed, ['setup', '--file', plan], { env });
      await first.see('What do you want to set up?');
      first.type(Key.enter);
      await first.see('What is your organization called?');
      first.type('Acme', Key.enter);
      await first.see('What is it for?');
      first.type('<', Key.enter);
      await first.see('called? (Acme)');
      first.type(Key.enter);
      await first.see('What is it for?');
      first.type(Key.enter);
      await first.see('reaches the owner?');
      first.type('nobody', Key.enter);
      await first.see('"nobody" is not an e-mail address');
      first.type(Key.ctrlC);
      expect(await first.ended).toBe(130);
      expect(first.shown()).toContain('your answers are kept');
      expect(existsSync(plan)).toBe(false);

      const second = openTerminal(installed, ['setup', '--resume', '--file', plan], {
        env,
        columns: 120,
        rows: 40,
      });
      await second.see('reaches the owner?');
      for (const question of [
        'phone number?',
        'Webhook address?',
        'call the team?',
        'answers in Front desk?',
      ]) {
        second.type(Key.enter);
        await second.see(question);
      }
      second.type('Anna <anna@acme.example>', Key.enter);
      await second.see('Who else may manage the account?');
      second.type(Key.enter);
      await second.see('Where do calls to Anna');
      // The last of the list is the way back.
      second.type(Key.down, Key.down, Key.down, Key.down, Key.enter);
      await second.see('Who else may manage the account?');
      second.type(Key.enter);
      for (const question of [
        'Where do calls to Anna',
        'first passwords',
        'Front desk open?',
        'Which language',
        'hear first?',
      ]) {
        await second.see(question);
        second.type(Key.enter);
      }
      for (const question of ['no agent answers?', 'Which number', 'Which countries', 'Is this correct?']) {
        await second.see(question);
        second.type(Key.enter);
      }
      await second.see(/Make these \d+ changes\?/);
      second.type('y', Key.enter);
      expect(await second.ended).toBe(0);
      expect(second.shown()).toContain('Acme is ready');
      expect(second.shown()).toContain('no fault in flows and routing');

      const planned = await program.run(['plan', '-f', plan, '--detailed-exitcode'], { env });
      expect(planned.code).toBe(0);
      const password = /^ {2}1001 {2}(\S+)/m.exec(second.shown())?.[1] ?? 'none was shown';
      expect(readFileSync(plan, 'utf8')).not.toContain(password);
    });
  });
});

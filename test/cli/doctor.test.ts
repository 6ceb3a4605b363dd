/** `doctor`: what it asks, what it shows, and how it ends. */
import { describe, expect, it } from 'vitest';
import { TransportError, UsageError } from '../../src/core/errors.ts';
import { bench, usualProbes, rich, type Bench, type RunOptions } from '../support/program.ts';

interface Shown {
  summary: { ok: number; warning: number; failure: number; not_checked: number };
  checks: { id: string; area: string; status: string; message: string; hint: string | null }[];
  symptoms: { symptom: string; status: string; check: string | null; answer: string }[];
}

const json = async (made: Bench, line = 'doctor', options: RunOptions = {}) => {
  const { code, stdout, stderr } = await made.run(`${line} -o json`, options);
  const shown = JSON.parse(stdout) as Shown;
  const check = (id: string) => shown.checks.find((one) => one.id === id);
  return { code, stderr, shown, check };
};

/** A Node.js without a fault of its own. */
const system = { nodeVersion: '24.1.0' };

const tokenOf = async ({ account, emulator }: Bench, role: string): Promise<Record<string, string>> => {
  const login = account.logins.find((one) => one.role === role);
  const { body } = await emulator.transport({
    method: 'POST',
    url: 'https://x/auth/login',
    headers: {},
    body: JSON.stringify({ username: login?.username, password: login?.password }),
    timeoutMs: 1000,
  });
  return { VOIPBIN_ACCESS_KEY: '', VOIPBIN_TOKEN: (JSON.parse(body) as { token: string }).token };
};

describe('doctor', () => {
  it('asks few things, each once, and only reads', async () => {
    const made = bench('messy');
    const { code, stdout } = await made.run('doctor', { system });
    expect(made.asked().sort()).toEqual([
      'GET /ping',
      'GET /v1.0/accesskeys',
      'GET /v1.0/agents',
      'GET /v1.0/billing_account',
      'GET /v1.0/conferences',
      'GET /v1.0/customer',
      'GET /v1.0/extensions',
      'GET /v1.0/flows',
      'GET /v1.0/numbers',
      'GET /v1.0/queues',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('  ok           account: Acme Corporation (');
    expect([...made.files.keys()]).toEqual([]);
  });

  it('tries to make the first folder of the state folder that does not exist yet', async () => {
    const { check } = await json(bench('messy'), 'doctor', {
      env: { VOIPBIN_CONFIG_DIR: '/a/b/c' },
      disk: (files) => ({
        ...files,
        mode: (path) => Promise.resolve(['/', '/a'].includes(path) ? 0o555 : undefined),
        tryWrite: (path) => Promise.reject(new UsageError(`cannot write ${path}: permission denied`)),
      }),
    });
    expect(check('state-folder')).toMatchObject({
      status: 'failure',
      message: 'cannot write /a/b: permission denied',
    });
  });

  it('never sends a credential with the request that looks whether the server is there', async () => {
    const made = bench('messy');
    await made.run('doctor');
    expect(made.emulator.requests.find(({ path }) => path === '/ping')?.credential).toBe('none');
  });

  it('fits a terminal of 80 columns', async () => {
    const { stdout } = await bench('messy').run('doctor', { terminal: true, columns: 80 });

    const lines = stdout.replaceAll(/\u001b\[\d+m/g, '').split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines).toContain('Symptoms');
  });

  it.each(['json', 'jsonl', 'yaml', 'csv', 'markdown', 'table'])(
    'shows every check as %s',
    async (format) => {
      const { code, stdout } = await bench('departments').run(`doctor -o ${format}`, { system });
      expect(code).toBe(0);
      for (const id of ['node', 'dns', 'expiry', 'limits', 'cron-path']) expect(stdout).toContain(id);
    },
  );

  it.each(['plan -o x', '--yes', '--show-secrets'])('takes no %s', async (flag) => {
    expect((await bench('messy').run(`doctor ${flag}`)).code).toBe(2);
  });

  it('shows no secret, however it fails', async () => {
    const made = bench('messy');
    const env = {
      VOIPBIN_PING_URL: 'https://hc.example/SECRET',
      HTTPS_PROXY: 'http://u:SECRET@proxy.example:1',
    };
    for (const line of ['doctor', 'doctor -o json', 'doctor --cron']) {
      const { stdout, stderr } = await made.run(line, { env });
      expect(stdout + stderr).not.toMatch(/SECRET|vb_demo/);
    }
    const wrong = await made.run('doctor', { env: { VOIPBIN_ACCESS_KEY: 'vb_SECRET' } });
    expect(wrong.stdout + wrong.stderr).not.toContain('SECRET');
  });

  it('leaves what an account is called without its control characters', async () => {
    const made = bench('messy');
    for (const customer of made.emulator.world.tables.customers.all())
      customer.name = 'Evil\u001b[2J\u202eLtd';
    const { stdout } = await made.run('doctor');
    expect(stdout).toContain('Evil\\x1b[2J\\u202eLtd');
  });
});

describe('the credential', () => {
  it.each([
    ['plain agent', 'agent', 4, { 'may-read': 'failure', accepted: 'ok', billing: 'not checked' }],
    ['manager', 'manager', 3, { 'may-read': 'ok', 'may-change': 'warning', billing: 'not checked' }],
    ['admin', 'admin', 0, { 'may-read': 'ok', 'may-change': 'ok', billing: 'ok' }],
  ])('of a %s', async (_who, role, code, states) => {
    const made = bench('messy');
    const { check, ...seen } = await json(made, 'doctor', { system, env: await tokenOf(made, role) });
    expect(seen.code).toBe(code);
    for (const [id, status] of Object.entries(states)) expect([id, check(id)?.status]).toEqual([id, status]);
  });

  it('that is wrong is asked no more than it takes', async () => {
    const made = bench('messy');
    const { code, check } = await json(made, 'doctor', { env: { VOIPBIN_ACCESS_KEY: 'vb_wrong' } });
    expect(code).toBe(4);
    expect(check('accepted')?.status).toBe('failure');
    // An access key is tried three times: its look-up may fail for a moment.
    expect(made.asked()).toEqual(['GET /ping', ...Array<string>(3).fill('GET /v1.0/customer')]);
  });

  it('that does not exist leaves the network to look at', async () => {
    const made = bench('messy');
    const { code, check } = await json(made, 'doctor', { env: { VOIPBIN_ACCESS_KEY: '' } });
    expect({ code, asked: made.asked() }).toEqual({ code: 4, asked: ['GET /ping'] });
    expect(check('credential')?.hint).toContain('voipbin login');
    expect(check('reachable')?.status).toBe('ok');
  });

  it('that has ended is said with its date', async () => {
    const claims = Buffer.from('{"type":"agent","expire":"2026-11-01T00:00:00.000000Z"}').toString(
      'base64url',
    );
    const env = { VOIPBIN_ACCESS_KEY: '', VOIPBIN_TOKEN: `eyJh.${claims}.x` };
    const { code, check } = await json(bench('messy'), 'doctor', { env });
    expect(code).toBe(4);
    expect(check('credential')?.message).toContain('ended on 2026-11-01');
  });
});

describe('the account', () => {
  it('that is frozen is said to be, with the way back', async () => {
    const { code, check, shown } = await json(bench('frozen'));
    expect(code).toBe(4);
    expect(check('status')).toMatchObject({ status: 'failure' });
    expect(check('status')?.hint).toContain('voipbin customer recover');
    expect(shown.symptoms.find(({ symptom }) => symptom === 'account is suspended')?.check).toBe('status');
  });

  it('that is empty may be another one than was meant', async () => {
    const { check } = await json(bench('empty'));
    expect(check('resources')).toMatchObject({ status: 'warning' });
  });

  it('with more agents than its plan allows for long', async () => {
    const { check } = await json(rich(bench('messy'), { plan: 'free' }));
    expect(check('limits')?.message).toContain('41 of 5 agents');
  });
});

describe('the network', () => {
  const gone: RunOptions = {
    transport: () =>
      Promise.reject(new TransportError('connect', false, 'the host name does not exist (ENOTFOUND)')),
    probes: {
      addresses: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
      certificate: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
    },
  };

  it('that is not there leaves nothing fine behind it, and costs no request of the account', async () => {
    const made = bench('messy');
    const { code, check, shown } = await json(made, 'doctor', gone);
    expect(code).toBe(3);
    expect(check('dns')?.message).toBe('api.voipbin.net: the host name does not exist (ENOTFOUND)');
    expect(check('reachable')?.status).toBe('failure');
    const account = shown.checks.filter(({ area }) => area === 'account').map(({ status }) => status);
    expect(new Set(account)).toEqual(new Set(['not checked']));
    expect(made.asked()).toEqual([]);
  });

  it('in text has one line for all that it leaves unknown', async () => {
    const { stdout } = await bench('messy').run('doctor', gone);
    expect(stdout).toContain(
      'not checked  account, status, billing, resources, limits: the server does not answer',
    );
  });

  it('with a clock that is wrong', async () => {
    const made = bench('messy');
    const late: RunOptions['transport'] = async (request) => {
      const response = await made.emulator.transport(request);
      return { ...response, headers: { ...response.headers, date: 'Mon, 23 Nov 2026 12:01:00 GMT' } };
    };
    expect((await json(made, 'doctor', { transport: late })).check('clock')).toMatchObject({
      status: 'warning',
      message: '60 s slow by the clock of the server',
    });
  });

  it('with a server that limits', async () => {
    const made = bench('messy');
    let count = 0;
    const busy: RunOptions['transport'] = (request) => {
      count += 1;
      if (count !== 3) return made.emulator.transport(request);
      const body = { error: { reason: 'RATE_LIMIT_EXCEEDED', details: [{ limited_by: 'customer' }] } };
      return Promise.resolve({ status: 429, headers: { 'retry-after': '1' }, body: JSON.stringify(body) });
    };
    expect((await json(made, 'doctor', { transport: busy })).check('rate-limit')).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('1 of 11 requests') as string,
    });
  });

  it('with something else in place of the server', async () => {
    const page = {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>sign in to the wifi</html>',
    };
    const { code, check } = await json(bench('messy'), 'doctor', { transport: () => Promise.resolve(page) });
    expect(code).toBe(3);
    expect(check('reachable')?.message).toContain('text/html');
  });
});

describe('the configuration', () => {
  const config = '/nonexistent/config.json';

  it.each<
    [
      what: string,
      files: Record<string, string>,
      line: string,
      env: Record<string, string>,
      id: string,
      said: string,
    ]
  >([
    ['no such profile', {}, 'doctor --profile offcie', {}, 'settings', 'there is no profile "offcie"'],
    [
      'no such server',
      {},
      'doctor',
      { VOIPBIN_API_URL: 'ftp://x' },
      'settings',
      'not the address of a server',
    ],
    ['no number', {}, 'doctor', { VOIPBIN_TIMEOUT: 'soon' }, 'settings', 'must be a number'],
    ['a file that is broken', { [config]: '{' }, 'doctor', {}, 'config-file', 'is broken: not JSON'],
    ['no file of authorities', {}, 'doctor --ca-file no.pem', {}, 'ca', 'does not exist'],
  ])('%s: is a finding, and the end of nothing', async (_what, files, line, env, id, said) => {
    const { code, check } = await json(bench('messy'), line, { files, env });
    expect(code).toBe(2);
    expect(check(id)).toMatchObject({ status: 'failure', message: expect.stringContaining(said) as string });
  });

  it('without a format that exists is shown as a table', async () => {
    const { code, stdout } = await bench('messy').run('doctor', { env: { VOIPBIN_OUTPUT: 'xml' } });
    expect(code).toBe(2);
    expect(stdout).toContain('failure      settings: there is no output format "xml"');
  });

  it('is looked at, and left as it is', async () => {
    const made = bench('messy');
    const text = JSON.stringify({
      current: 'main',
      profiles: { main: { api_url: 'https://x.example', rate: 3 } },
    });
    const { check } = await json(made, 'doctor', { files: { [config]: text } });
    expect(check('config-modes')).toMatchObject({ status: 'warning', hint: `run \`chmod 600 ${config}\`` });
    expect(check('server')?.message).toBe('https://x.example (profile main)');
    expect(check('settings')?.message).toContain('3 requests/s (profile main)');
    expect(made.files.get(config)).toEqual({ text, mode: 0o644 });
  });
});

describe('doctor --cron', () => {
  const files = { '/usr/bin/node': '', '/usr/bin/voipbin': '' };
  const executable: RunOptions['disk'] = (disk) => ({
    ...disk,
    mode: (path) => (path.startsWith('/usr/bin/') ? Promise.resolve(0o755) : disk.mode(path)),
  });
  const asCron = (printed: string) => {
    const ran: (readonly string[])[] = [];
    const runs: RunOptions['runs'] = (argv) => {
      ran.push(argv);
      return Promise.resolve(printed);
    };
    return {
      ran,
      options: {
        files,
        disk: executable,
        runs,
        env: { VOIPBIN_ACCESS_KEY: '', VOIPBIN_ACCESS_KEY_FILE: 'k.txt' },
      },
    };
  };
  const withKey = { ...files, '/k.txt': 'vb_key' };

  it('prints a job, and runs whoami as cron would', async () => {
    const made = bench('messy');
    const { ran, options } = asCron('0\n');
    const { code, stdout } = await made.run('doctor --cron --at 4:05 --rate 5', {
      ...options,
      files: withKey,
    });
    expect(code).toBe(0);
    const variables = 'VOIPBIN_CONFIG_DIR=/nonexistent VOIPBIN_ACCESS_KEY_FILE=/k.txt';
    expect(stdout).toContain(
      `\n5 4 * * * ${variables} /usr/bin/node /usr/bin/voipbin audit --new-only --quiet --rate 5\n`,
    );
    expect(stdout).toContain('ExecStart=/usr/bin/node /usr/bin/voipbin audit --new-only --quiet --rate 5\n');
    expect(ran).toEqual([
      [
        '/usr/bin/env',
        '-i',
        'HOME=/nonexistent',
        'LOGNAME=anna',
        'USER=anna',
        'SHELL=/bin/sh',
        'PATH=/usr/bin:/bin',
        '/bin/sh',
        '-c',
        `${variables} /usr/bin/node /usr/bin/voipbin whoami --quiet --rate 5 >/dev/null 2>&1; echo $?`,
      ],
    ]);
    expect(made.asked()).toEqual([]);
  });

  it('fails with a key that only this shell has', async () => {
    const { options } = asCron('4\n');
    const { code, stdout } = await bench('messy').run('doctor --cron', { ...options, env: {} });
    expect(code).toBe(4);
    expect(stdout).toContain(
      'failure      cron-credential: access key from VOIPBIN_ACCESS_KEY: only this shell',
    );
    expect(stdout).not.toContain('vb_demo');
  });

  it('names the profile that is in use now, in the line and when it is tried', async () => {
    const { ran, options } = asCron('0\n');
    const profile = { api_url: 'https://api.voipbin.net', access_key: 'vb_key' };
    const config = JSON.stringify({ current: 'lab', profiles: { office: profile, lab: profile } });
    const { stdout } = await bench('messy').run('doctor --cron', {
      ...options,
      files: { ...files, '/nonexistent/config.json': config },
      env: { VOIPBIN_ACCESS_KEY: '' },
    });
    expect(stdout).toContain('voipbin audit --new-only --quiet --profile lab\n');
    expect(ran[0]?.at(-1)).toContain('voipbin whoami --quiet --profile lab >/dev/null');
  });

  it('keeps secrets out of the line, and says so', async () => {
    const { options } = asCron('0\n');
    const env = {
      ...options.env,
      HTTPS_PROXY: 'http://u:pw@proxy:1',
      NO_PROXY: 'x',
      VOIPBIN_PING_URL: 'https://hc/SECRET',
    };
    const { stdout } = await bench('messy').run('doctor --cron', { ...options, files: withKey, env });
    expect(stdout).toContain('and not HTTPS_PROXY and VOIPBIN_PING_URL: the value is a secret');
    expect(stdout).not.toMatch(/pw@|SECRET/);
    expect(stdout).toContain('NO_PROXY=x');
  });

  it.each([
    ['Europe/Berlin', '--at 2:30', '30 2', 'does not exist on 2027-03-28 and occurs twice on 2027-10-31'],
    ['Europe/Berlin', '', '3', undefined],
    ['Europe/Helsinki', '', '5', undefined],
  ])('in %s, %s', async (timeZone, flags, time, said) => {
    const { options } = asCron('0\n');
    const { code, stdout } = await bench('messy').run(`doctor --cron ${flags}`, {
      ...options,
      files: withKey,
      probes: { machine: async () => ({ ...(await usualProbes.machine()), timeZone }) },
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`\\n(\\d+ )?${time} \\* \\* \\* `));
    if (said === undefined) expect(stdout).not.toContain('clocks change');
    else expect(stdout).toContain(said);
  });

  it('does not try what is not there', async () => {
    const { ran, options } = asCron('0\n');
    const { code, stdout } = await bench('messy').run('doctor --cron', {
      ...options,
      disk: (disk) => disk,
      files: {},
    });
    expect({ code: code === 0, ran }).toEqual({ code: false, ran: [] });
    expect(stdout).toContain('not checked  cron-trial: the job cannot be run');
  });

  it('gives the lines to programs', async () => {
    const { options } = asCron('0\n');
    const { stdout } = await bench('messy').run('doctor --cron -o json --query "[crontab, timer.path]"', {
      ...options,
      files: withKey,
    });
    const [crontab, path] = JSON.parse(stdout) as string[];
    expect(crontab).toMatch(/^\d+ 3 \* \* \* .*voipbin audit --new-only --quiet$/);
    expect(path).toBe('/nonexistent/.config/systemd/user/voipbin-audit.timer');
  });

  it.each([
    ['--cron --job adit', 'did you mean audit?'],
    ['--cron --job "agents lst"', 'did you mean list?'],
    ['--cron --job "audit --nwe-only"', 'did you mean --new-only?'],
    ['--cron --job "audit \'x"', "' has no partner"],
    ['--cron --job ""', 'there is no command'],
    ['--cron --at 25:00', 'is not a time of day'],
    ['--cron --at 4', 'is not a time of day\nhint: write hours and minutes, such as 4:30 or 16:05'],
    ['--job audit', '--job: only with --cron'],
    ['--at 4:00 --job audit', '--job and --at: only with --cron'],
  ])('%s is wrong usage', async (flags, told) => {
    const made = bench('messy');
    const { code, stdout, stderr } = await made.run(`doctor ${flags}`);
    expect({ code, stdout, asked: made.asked() }).toEqual({ code: 2, stdout: '', asked: [] });
    expect(stderr).toContain(told);
  });

  it('has no cron to offer on Windows', async () => {
    const { code, stderr } = await bench('messy').run('doctor --cron', { system: { platform: 'win32' } });
    expect(code).toBe(2);
    expect(stderr).toContain('Task Scheduler');
  });

  it('takes a job with or without the name of the program', async () => {
    const { options } = asCron('0\n');
    for (const job of ['audit --policy p.yaml', 'voipbin audit --policy p.yaml']) {
      const line = `doctor --cron --query crontab --job "${job}"`;
      const { stdout } = await bench('messy').run(line, { ...options, files: withKey });
      expect(stdout).toMatch(/ \/usr\/bin\/voipbin audit --policy p\.yaml\n$/);
    }
  });
});

describe('the examples', () => {
  it.each(['doctor', 'doctor -o json --query symptoms[].answer', 'doctor --demo'])(
    'voipbin %s',
    async (line) => {
      expect((await bench('departments').run(line, { system })).code).toBe(0);
    },
  );
});

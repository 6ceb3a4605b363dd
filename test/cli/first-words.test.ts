/** Sentences that a newcomer has misread: what they say now, and what they no longer advise. */
import { describe, expect, it } from 'vitest';
import { SEED_NAMES } from '../../src/cli/program/values.ts';
import { seeds } from '../../src/emulator/seeds/index.ts';
import { bench } from '../support/program.ts';

const hours = 'hours:\n  Office: { time_zone: Europe/Berlin, open: mon-fri 9:00-17:00 }\n';

describe('what is not advised', () => {
  it('the command that was just run, by an audit with --fix-plan', async () => {
    const one = bench('messy');
    const terminal = { terminal: true } as const;
    expect((await one.run('audit', terminal)).stdout).toContain('can be fixed by a plan');
    const { stdout, stderr } = await one.run('audit --fix-plan /fix.yaml', terminal);
    expect(stdout).not.toContain('can be fixed by a plan');
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('one change can repair several findings');
  });

  it('the phone numbers of calls as names of a call', async () => {
    const { stderr } = await bench('messy').run('calls get nope');
    expect(stderr).toContain('hint: name it by its id, which `voipbin calls list` shows\n');
  });

  it.each([
    ['a typing error has its own suggestion', 'quees: {}', false],
    ['nothing better is known', 'queues: 4', true],
  ])('an export of the account, unless %s', async (_, text, isAdvised) => {
    const { stderr } = await bench('empty').run('plan', { files: { '/voipbin.yaml': text } });
    expect(stderr.includes('voipbin export')).toBe(isAdvised);
  });

  it.each(['whoami', 'login --access-key-stdin'])('%s, by itself', async (command) => {
    const { code, stderr } = await bench('empty').run(command, {
      env: { VOIPBIN_ACCESS_KEY: 'vb_wrong_0000' },
      input: 'vb_wrong_0000\n',
    });
    expect(code).toBe(4);
    expect(stderr).not.toContain(`\`voipbin ${command.split(' ')[0] ?? ''}\``);
    expect(stderr).toContain('it may be expired, deleted or mistyped');
  });
});

describe('what is said', () => {
  it('that an export leaves nothing out of hours without holidays', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: { '/voipbin.yaml': hours } });
    expect((await made.run('export --kinds hours')).stderr).not.toContain('left out');
  });

  it('which of what was asked for is already so', async () => {
    const { stdout } = await bench('departments').run(
      'agents update it@enterprise.example --ring-method ringall --yes',
    );
    expect(stdout).toMatch(
      /^Nothing to do: agent it@enterprise.example is already like this \(ring.method\)/,
    );
  });

  it('how a new agent gets an address', async () => {
    const { stderr } = await bench('empty').run('agents create anna@example.com');
    expect(stderr).toContain('--address tel:+14155550101');
  });

  it('how permissions are combined', async () => {
    expect((await bench('empty').run('agents create --help')).stdout).toContain('agent+admin');
  });

  it('what doctor looked at, and not the opposite of what it found', async () => {
    const { stdout } = await bench('healthy').run('doctor', { terminal: true });
    expect(stdout).toMatch(/account status: it is active/);
    expect(stdout).not.toContain('account is suspended');
  });

  it('which example accounts the emulator has', async () => {
    const { stdout } = await bench('empty').run('emulator --help');
    for (const { name } of seeds) expect(stdout).toContain(name);
    expect(seeds.map(({ name }) => name)).toEqual(SEED_NAMES);
  });
});

/** Hang up, kick, stop, delete: asked for, sent once, and looked up where the answer was lost. */
import { describe, expect, it } from 'vitest';
import { TransportError } from '../../src/core/errors.ts';
import type { Transport } from '../../src/core/ports.ts';
import { resourceIndex } from '../../src/resources/index.ts';
import { resourceOf } from '../../src/resources/all.ts';
import { bench, type Bench, type RunOptions } from '../support/program.ts';

const SEED = 'departments';
const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/;
const writes = (made: Bench): string[] =>
  made
    .asked()
    .filter((line) => !line.startsWith('GET'))
    .map((line) => line.replace(ID, 'ID'));

/** One with which there is something left to do. */
function subjectOf(
  noun: string,
  verb: string,
  { emulator: { world } }: Bench,
): { id: string; status?: string } {
  const running: Readonly<Record<string, string>> = {
    calls: 'progressing',
    groupcalls: 'progressing',
    queuecalls: 'waiting',
    activeflows: 'running',
  };
  const rows = world.tables[noun as 'calls'].all();
  const row = verb === 'delete' ? rows[0] : rows.find(({ status }) => status === running[noun]);
  if (row === undefined) throw new Error(`no ${noun} to ${verb}`);
  return row;
}

const operations = resourceIndex.flatMap(({ noun }) =>
  (resourceOf(noun).operations ?? []).map(({ verb, part }): [string, string, string] => [
    noun,
    verb,
    part === undefined ? `DELETE /v1.0/${noun}/ID` : `POST /v1.0/${noun}/ID/${part}`,
  ]),
);

it('are those that the API has', () => {
  expect(operations.map(([noun, verb]) => `${noun} ${verb}`).sort()).toEqual([
    'activeflows delete',
    'activeflows stop',
    'calls delete',
    'calls hangup',
    'groupcalls delete',
    'groupcalls hangup',
    'messages delete',
    'queuecalls delete',
    'queuecalls kick',
    'recordings delete',
  ]);
});

describe.each(operations)('%s %s', (noun, verb, request) => {
  const set = (): { made: Bench; line: string; row: { id: string; status?: string } } => {
    const made = bench(SEED);
    const row = subjectOf(noun, verb, made);
    return { made, row, line: `${noun} ${verb} ${row.id}` };
  };
  const isDone = ({ made, row }: { made: Bench; row: { id: string; status?: string } }): boolean => {
    const now = made.emulator.world.tables[noun as 'calls'].all().find(({ id }) => id === row.id);
    if (verb === 'delete') return now === undefined || now.tm_delete !== null;
    return ['terminating', 'hangingup', 'abandoned', 'ended'].includes(now?.status ?? '');
  };

  it('is asked for, with what it means, and sends nothing without a yes', async () => {
    const { made, line, row } = set();
    const { code, stdout, stderr } = await made.run(line);
    expect({ code, stdout, writes: writes(made) }).toEqual({ code: 6, stdout: '', writes: [] });
    expect(stderr).toContain('[cannot be undone]');
    expect(stderr).toContain(row.id);
    expect(stderr).toContain('add --yes');
    expect((await made.run(line, { terminal: true, answers: [false] })).code).toBe(6);
    const dry = await made.run(`${line} --dry-run --yes`);
    expect({ code: dry.code, writes: writes(made) }).toEqual({ code: 0, writes: [] });
  });

  it('is sent once, and is one document for programs', async () => {
    const one = set();
    const { code, stdout } = await one.made.run(`${one.line} --yes -o json`);
    expect({ code, writes: writes(one.made), done: isDone(one) }).toEqual({
      code: 0,
      writes: [request],
      done: true,
    });
    expect(JSON.parse(stdout)).toMatchObject({ id: one.row.id });
    const asked = set();
    expect((await asked.made.run(asked.line, { terminal: true, answers: [true] })).code).toBe(0);
    expect(isDone(asked)).toBe(true);
  });

  it('is looked up where the answer was lost, and not sent again', async () => {
    const one = set();
    const { code } = await one.made.run(`${one.line} --yes`, lossy(one.made, 'carried out'));
    expect({ code, writes: writes(one.made), done: isDone(one) }).toEqual({
      code: 0,
      writes: [request],
      done: true,
    });
  });

  it('fails where a look shows that it was not done', async () => {
    for (const how of ['lost', 'refused'] as const) {
      const one = set();
      const { code, stdout, stderr } = await one.made.run(`${one.line} --yes`, lossy(one.made, how));
      expect({ code, stdout, done: isDone(one) }).toEqual({ code: 3, stdout: '', done: false });
      expect(stderr).toContain('error: ');
    }
  });

  it('is not sent twice to what is over', async () => {
    const one = set();
    await one.made.run(`${one.line} --yes`);
    one.made.asked();
    const { code, stderr } = await one.made.run(`${one.line} --yes`);
    expect(writes(one.made)).toEqual([]);
    if (verb === 'delete') expect([0, 5, 7]).toContain(code);
    else
      expect({ code, stderr }).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('has already ended') as string,
      });
  });

  it('of something unknown requests nothing but a look', async () => {
    const { made } = set();
    const { code } = await made.run(`${noun} ${verb} 5e4a0680-804e-11ec-8477-2fea5968d85b --yes`);
    expect({ code, writes: writes(made) }).toEqual({ code: 5, writes: [] });
    expect((await made.run(`${noun} ${verb}`)).code).toBe(2);
    expect((await made.run(`${noun} ${verb} x y`)).code).toBe(2);
    expect((await made.run(`${noun} ${verb} x --force`)).code).toBe(2);
  });
});

/** Writes are carried out, get lost, or are answered with 500 and not carried out. */
function lossy({ emulator }: Bench, how: 'carried out' | 'lost' | 'refused'): RunOptions {
  const transport: Transport = async (request) => {
    if (request.method === 'GET') return emulator.transport(request);
    if (how === 'refused') return { status: 500, headers: {}, body: '{"error":{"reason":"INTERNAL"}}' };
    if (how === 'carried out') await emulator.transport(request);
    throw new TransportError('reset', true, 'cut');
  };
  return { transport };
}

describe('what people call a call', () => {
  it('is a number of it, among those that last', async () => {
    const made = bench(SEED);
    const { code, stdout } = await made.run('calls hangup +14155550171 --yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^call of .* from \+14155550171 to \+18005551111 hung up\n {2}Id .*\n {2}Status +terminating\n$/,
    );
    const { code: none, stderr } = await made.run('calls hangup +14155550171 --yes');
    expect({ none, stderr }).toMatchObject({
      none: 5,
      stderr: expect.stringContaining('call "+14155550171" does not exist, or has already ended') as string,
    });
  });

  it('a queue call is found by the id of its call', async () => {
    const made = bench(SEED);
    const waiting = made.emulator.world.tables.queuecalls.all().find(({ status }) => status === 'waiting');
    const { code } = await made.run(`queuecalls kick ${waiting?.reference_id ?? ''} --yes`);
    expect({ code, status: waiting?.status }).toEqual({ code: 0, status: 'abandoned' });
    const queue = made.emulator.world.tables.queues.all().find(({ name }) => name === 'Sales Queue');
    expect(queue?.wait_queuecall_ids).toEqual([]);
  });

  it('says what a deletion ends first', async () => {
    const made = bench(SEED);
    const call = subjectOf('calls', 'hangup', made);
    const { stderr } = await made.run(`calls delete ${call.id} --dry-run`);
    expect(stderr).toContain('the call has not ended: it is hung up first');
    const queuecall = subjectOf('queuecalls', 'kick', made);
    expect((await made.run(`queuecalls delete ${queuecall.id} --dry-run`)).stderr).toContain(
      'the caller stays in the queue: `voipbin queuecalls kick` takes them out',
    );
  });
});

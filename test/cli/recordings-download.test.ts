/** The audio of recordings: whole files or none, by an address that nobody sees, without the sign-in. */
import { describe, expect, it } from 'vitest';
import type { Transport, WireRequest } from '../../src/core/ports.ts';
import { faultKinds } from '../../src/emulator/faults.ts';
import { bench, type Bench, type RunOptions } from '../support/program.ts';

const SEED = 'departments';
const STORE = 'https://store.example';
const idsOf = ({ account }: Bench): string[] => account.data.recordings.map(({ id }) => id);
const zips = ({ files }: Bench): string[] => [...files.keys()].filter((path) => !path.includes('history'));

/** The API with its store on another host, as the genuine one has it, and what that host was asked. */
function withStore(made: Bench, location?: (address: string) => string) {
  const asked: WireRequest[] = [];
  const transport: Transport = async (request) => {
    const url = new URL(request.url);
    if (url.origin === STORE) {
      asked.push(request);
      return made.emulator.transport({ ...request, url: `https://x${url.pathname}${url.search}` });
    }
    const answer = await made.emulator.transport(request);
    const address = answer.headers['location'];
    if (address === undefined) return answer;
    return {
      ...answer,
      headers: { ...answer.headers, location: (location ?? ((text) => STORE + text))(address) },
    };
  };
  return { asked, transport };
}

function set(seed = SEED) {
  const made = bench(seed);
  const store = withStore(made);
  const [id = ''] = idsOf(made);
  const run = (line: string, options: RunOptions = {}) =>
    made.run(`recordings download ${line}`, { transport: store.transport, ...options });
  return { made, store, id, run };
}

describe('recordings download', () => {
  it('writes one file, which only its owner can read, and sends the store no credential', async () => {
    const { made, store, id, run } = set();
    const { code, stdout } = await run(`${id} -o json`);
    const [row] = JSON.parse(stdout) as { file: string; bytes: number }[];
    expect({ code, row }).toEqual({
      code: 0,
      row: {
        recording_id: id,
        file: expect.stringMatching(new RegExp(`^recording-2026-\\d\\d-\\d\\d-${id}\\.zip$`)) as string,
        bytes: 16_436,
        status: 'downloaded',
      },
    });
    const file = made.files.get(`/${row?.file ?? ''}`);
    expect(file?.mode).toBe(0o600);
    expect(file?.text.slice(0, 4)).toBe('PK\u0003\u0004');
    expect(file?.text).toHaveLength(16_436);
    expect(store.asked.map(({ headers }) => Object.keys(headers))).toEqual([['user-agent']]);
    expect(made.asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  it.each(['table', 'json', 'jsonl', 'yaml', 'csv', 'markdown'])('answers as %s', async (format) => {
    const { id, run } = set();
    const { code, stdout } = await run(`${id} -o ${format}`);
    expect(code).toBe(0);
    expect(stdout).toContain(id);
    expect(stdout).toContain('downloaded');
    expect(stdout).toContain(['table', 'markdown'].includes(format) ? '16 kB' : '16436');
    expect(stdout).not.toContain('signature');
  });

  it.each([
    ['', /^\/recording-2026-11-\d\d-<id>\.zip$/],
    ['--out a.zip', /^\/a\.zip$/],
    ['--out calls/', /^\/calls\/recording-2026-11-\d\d-<id>\.zip$/],
    ['--out /tmp/calls/', /^\/tmp\/calls\/recording-2026-11-\d\d-<id>\.zip$/],
    ['--out there', /^\/there\/recording-2026-11-\d\d-<id>\.zip$/],
    ['--out there/b.zip', /^\/there\/b\.zip$/],
  ])('%s is where it goes', async (flags, path) => {
    const { made, id, run } = set();
    const { code } = await run(`${id} ${flags}`, { files: { '/there/note.txt': 'x' } });
    expect(code).toBe(0);
    const [file = '', ...more] = zips(made).filter((name) => !name.endsWith('note.txt'));
    expect(file.replace(id, '<id>')).toMatch(path);
    expect(more).toEqual([]);
  });

  it('says so where the name promises something else than the server gives', async () => {
    const { id, run } = set();
    expect((await run(`${id} --out a.wav`)).stderr).toContain('the server gives a ZIP file');
    expect((await run(`${id} --out a.zip`)).stderr).not.toContain('the server gives');
  });

  it.each(['', '--out a.zip'])('does not replace a file without --force: %s', async (flags) => {
    const { made, id, run } = set();
    await run(`${id} ${flags}`);
    const [path = ''] = zips(made);
    made.files.set(path, { text: 'mine', mode: 0o600 });
    made.asked();
    const { code, stdout, stderr } = await run(`${id} ${flags}`);
    expect({ code, stdout, text: made.files.get(path)?.text }).toEqual({ code: 6, stdout: '', text: 'mine' });
    expect(stderr).toContain(`${path.slice(1)} already exists, and was left as it is`);
    expect(made.asked().filter((line) => line.includes('recordingfiles'))).toEqual([]);
    expect((await run(`${id} ${flags} --force`)).code).toBe(0);
    expect(made.files.get(path)?.text).toHaveLength(16_436);
  });

  it('loads those that flags choose, and continues where it was', async () => {
    const { made, run } = set();
    const [first, second, third] = idsOf(made);
    made.emulator.addFault({ path: `/storage/${second ?? ''}.zip`, kind: 'cut', times: 9 });
    const broken = await run('--since 30d --out calls -o json');
    expect(broken.code).toBe(3);
    const statuses = (text: string): unknown =>
      Object.fromEntries(
        (JSON.parse(text) as { recording_id: string; status: string }[]).map((row) => [
          row.recording_id,
          row.status,
        ]),
      );
    const ids = [first ?? '', second ?? '', third ?? ''];
    const all = (status: string) => Object.fromEntries(ids.map((id) => [id, status]));
    expect(statuses(broken.stdout)).toEqual({ ...all('downloaded'), [second ?? '']: 'failed' });
    expect(zips(made)).toHaveLength(2);
    expect(broken.stderr).toContain('1 of 3 recordings failed');
    made.emulator.faults.clear();
    const again = await run('--since 30d --out calls -o json');
    expect(again.code).toBe(0);
    expect(statuses(again.stdout)).toEqual({ ...all('exists'), [second ?? '']: 'downloaded' });
    expect((await run('--since 1m')).code).toBe(0);
  });

  it('loads several that are named, each once', async () => {
    const { made, run } = set();
    const [first = '', second = ''] = idsOf(made);
    expect((await run(`${first} ${second} ${first}`)).code).toBe(0);
    expect(zips(made)).toHaveLength(2);
  });

  it.each([
    ['', 'no recording is named or chosen'],
    ['<id> --since 30d', 'name recordings or select them with flags, not both'],
    ['--since 30d --link', '--link is for one recording'],
    ['<id> other --link', '--link is for one recording'],
    ['<id> --link --out x', '--link writes no file'],
    ['<id> --link --force', '--link writes no file'],
    ['<id> --out ""', '--out is empty'],
    ['<id> --link', 'the address is shown on a terminal only'],
    ['<id> --link -o csv', 'the address is shown on a terminal only'],
    ['--since soon', '--since: "soon" is neither a span nor a date'],
    ['<id> --format wav', "unknown option '--format'"],
  ])('%s is refused, and nothing is requested', async (line, message) => {
    const { made, id, run } = set();
    const { code, stderr } = await run(line.replace('<id>', id));
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain(message);
  });

  it('has nothing of a recording that lasts still', async () => {
    const { made, id, run } = set();
    const row = made.emulator.world.tables.recordings.get(id);
    if (row === undefined) throw new Error('no recording');
    row.status = 'recording';
    const { code, stdout, stderr } = await run(id);
    expect({ code, stdout, files: zips(made) }).toEqual({ code: 5, stdout: '', files: [] });
    expect(stderr).toContain(`the server has no audio of recording ${id}`);
  });

  it('shows the address where that is asked for, and nowhere else', async () => {
    const { made, id, run } = set();
    const { code, stdout } = await run(`${id} --link -o json`);
    expect(code).toBe(0);
    const { url } = JSON.parse(stdout) as { url: string };
    expect(url).toMatch(/^https:\/\/store\.example\/storage\/.*signature=[^*]/);
    expect(zips(made)).toEqual([]);
    made.emulator.addFault({ path: '/storage/*', kind: 'status-503', times: 9 });
    for (const { stdout: out, stderr } of [
      await run(`${id} --verbose`),
      await run(`${id} --verbose -o json`),
    ])
      expect(out + stderr).not.toMatch(/signature|expires/);
  });

  it.each([
    ['another scheme', (address: string) => `http://store.example${address}`, 'is not https'],
    ['no scheme of the web', () => 'file:///etc/passwd', 'is not https'],
    ['nothing', () => '', 'no address of a file'],
    ['nonsense', () => 'https://', 'no address of a file'],
  ])('does not follow a redirect to %s', async (_, location, message) => {
    const { made, id } = set();
    const { code, stderr } = await made.run(`recordings download ${id}`, {
      transport: withStore(made, location).transport,
    });
    expect({ code, files: zips(made) }).toEqual({ code: 3, files: [] });
    expect(stderr).toContain(message);
  });

  it.each([
    [403, 3],
    [404, 5],
    [302, 3],
  ])('a store that answers %i is named, and what to do', async (status, exitCode) => {
    const { made, store, id } = set();
    const { code, stderr } = await made.run(`recordings download ${id}`, {
      transport: (request) =>
        request.url.startsWith(STORE)
          ? Promise.resolve({ status, headers: { location: 'https://evil.example/' }, body: 'no' })
          : store.transport(request),
    });
    expect({ code, files: zips(made) }).toEqual({ code: exitCode, files: [] });
    expect(stderr).toContain(`store.example, where the server keeps the file, answered ${status}`);
  });

  it('leaves nothing half written, whatever request fails in whatever way', async () => {
    const outcomes = new Set<string>();
    for (const kind of faultKinds) {
      for (const [path, times] of [1, 9].flatMap((times) =>
        ['/v1.0/recordings/*', '/v1.0/recordingfiles/*', '/storage/*'].map((path) => [path, times] as const),
      )) {
        const { made, id, run } = set();
        made.emulator.addFault({ path, kind, times, delay_ms: 60_000 });
        const { code, stdout } = await run(id);
        const sizes = zips(made).map((file) => made.files.get(file)?.text.length);
        expect([kind, path, times, sizes]).toEqual([kind, path, times, code === 0 ? [16_436] : []]);
        if (code !== 0) expect(stdout).toBe('');
        outcomes.add(code === 0 ? 'done' : 'failed');
      }
    }
    expect(outcomes).toEqual(new Set(['done', 'failed']));
  });

  it('does not take a page of a proxy for a recording', async () => {
    const { made, store, id } = set();
    const body = `<html>${'welcome '.repeat(99)}</html>`;
    const { code, stderr } = await made.run(`recordings download ${id}`, {
      transport: async (request) => {
        if (!request.url.startsWith(STORE)) return store.transport(request);
        for (const letter of body) await request.onPiece?.(Buffer.from(letter));
        return { status: 200, headers: {}, body: '' };
      },
    });
    expect({ code, files: zips(made) }).toEqual({ code: 3, files: [] });
    expect(stderr).toContain('is not a ZIP file');
  });

  it('ends with the reason where the disk takes no more', async () => {
    const { made, id, run } = set();
    const discarded: string[] = [];
    const { code, stderr } = await run(id, {
      disk: (files) => ({
        ...files,
        begin: (path) =>
          Promise.resolve({
            add: () => Promise.reject(new Error('ENOSPC')),
            keep: () => Promise.reject(new Error('kept')),
            discard: () => Promise.resolve(void discarded.push(path)),
          }),
      }),
    });
    expect(code).toBe(1);
    expect(stderr).toContain('ENOSPC');
    expect(discarded).toHaveLength(1);
    expect(zips(made)).toEqual([]);
  });
});

/** A month of nightly audits by cron, client and server on one clock: each night finds what an audit of everything finds. */
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { seededRandom } from '../../src/emulator/world.ts';
import { bench, type Bench } from '../support/program.ts';

const NIGHTS = 31;
/** When cron runs, after midnight. */
const AT = 2 * HOUR + 30 * MINUTE;
const TRAFFIC = /^GET \/v1.0\/(calls|activeflows|queuecalls|messages|billings)$/;
const BUSY = ['calls', 'activeflows', 'queuecalls', 'messages', 'billings'] as const;
/** Nights on which this machine was off. */
const OFF: readonly number[] = [9, 10, 21];

/** A row of any of these lists. Times are microseconds since 1970. */
type Row = Record<string, unknown> & { id: string; tm_create: number };
interface Rows {
  all: () => readonly Row[];
  insert: (row: Row) => void;
}

/** What a review says, but for when it was made and how much of it was read. */
interface Report {
  findings: readonly { first_seen: string; fingerprint: string }[];
  evidence: { section: string; rows?: number; kept?: { days: number } }[];
}

/** What was read, and what was counted of it. */
interface Snapshot {
  sections: Record<string, unknown>;
}

interface Night extends Snapshot {
  report: Report;
  pages: number;
}

/** An account in which something happens every day. */
class Account {
  readonly made: Bench = bench('messy');
  readonly #random = seededRandom(7);
  readonly #started = this.made.clock.now();
  #count = 0;
  #night = 0;
  /** What there was at the beginning: days are made like these. */
  readonly #models = BUSY.map((list) => ({ rows: this.#rows(list), models: [...this.#rows(list).all()] }));

  #rows(list: (typeof BUSY)[number]): Rows {
    return this.made.emulator.world.tables[list] as unknown as Rows;
  }

  /** What happens on one day; some of it is said two days later, and some rows of the last two days change. */
  day(number: number): void {
    const midnight = Math.floor(this.#started / DAY) * DAY + number * DAY;
    for (const { rows, models } of this.#models) {
      for (let n = 0; n < 12; n += 1) this.#add(rows, models, midnight + this.#random.number() * DAY);
      if (number > 1) this.#add(rows, models, midnight - 40 * HOUR);
      const since = (midnight - DAY) * 1000;
      const changed = rows
        .all()
        .findLast(({ tm_create, status }) => tm_create >= since && status !== undefined);
      if (changed !== undefined) changed['status'] = models[number % models.length]?.['status'];
    }
    this.#night = midnight + DAY + AT;
  }

  /** Like one of the models, at another time. */
  #add(rows: Rows, models: readonly Row[], at: number): void {
    const model = models[Math.floor(this.#random.number() * models.length)];
    if (model === undefined) return;
    this.#count += 1;
    const id = `77777777-0000-4000-8000-${String(this.#count).padStart(12, '0')}`;
    const moved = Math.floor(at) * 1000 + this.#count - model.tm_create;
    const times = Object.entries(model).filter(
      (entry): entry is [string, number] => entry[0].startsWith('tm_') && typeof entry[1] === 'number',
    );
    rows.insert({ ...model, id, ...Object.fromEntries(times.map(([name, time]) => [name, time + moved])) });
  }

  /** An audit with a memory of its own. */
  async audit(memory: string, ...flags: string[]): Promise<Night> {
    this.made.clock.set(this.#night);
    this.made.asked();
    const line = ['audit', '-o json', '--since 30d --save-snapshot account.json', ...flags].join(' ');
    const { stdout, stderr } = await this.made.run(line, { env: { VOIPBIN_CONFIG_DIR: `/${memory}` } });
    expect(stderr).not.toContain('cannot be used');
    const pages = this.made.asked().filter((request) => TRAFFIC.test(request)).length;
    const { sections } = JSON.parse(this.made.files.get('/account.json')?.text ?? '{}') as Snapshot;
    return { report: JSON.parse(stdout) as Report, sections, pages };
  }
}

/** One audit takes longer than the other, so that only the day of what is first seen is the same. */
const nightly = ({ findings }: Report): unknown =>
  findings.map((finding) => ({ ...finding, first_seen: finding.first_seen.slice(0, 10) }));

describe('a month of nightly audits', () => {
  it('finds each night what an audit of everything finds', async () => {
    const account = new Account();
    const nights: { pages: number; all: number; days: number }[] = [];
    const found = new Set<string>();
    for (let night = 1; night <= NIGHTS; night += 1) {
      account.day(night);
      if (OFF.includes(night)) continue;
      const kept = await account.audit('kept');
      const whole = await account.audit('whole', '--fresh');

      expect(nightly(kept.report), `night ${night}`).toEqual(nightly(whole.report));
      expect(kept.sections).toEqual(whole.sections);
      found.add(JSON.stringify(kept.report.findings.map(({ fingerprint }) => fingerprint)));
      const days = kept.report.evidence.find(({ section }) => section === 'billings')?.kept?.days ?? 0;
      nights.push({ pages: kept.pages, all: whole.pages, days });
    }
    expect(found.size).toBeGreaterThan(5);
    const [first, ...others] = nights;
    expect(first?.pages).toBe(first?.all);
    expect(others.map(({ days }) => days).filter((days) => days > 20)).toHaveLength(others.length);
    const read = others.reduce((sum, { pages }) => sum + pages, 0);
    expect(read / others.reduce((sum, { all }) => sum + all, 0)).toBeLessThan(0.5);
  });
});

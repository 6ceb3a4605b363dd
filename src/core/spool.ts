/** Rows that wait until all are there: compressed, so that a hundred thousand of them take some megabytes. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** So many rows are kept as they are: short lists cost nothing more. */
const KEPT_AS_THEY_ARE = 300;
/** Rows repeat one another: the fastest level does most of it. */
const LEVEL = 1;

/** Of what JSON can say. */
export class Spool<Row> {
  readonly #plain: (readonly Row[])[] = [];
  readonly #packed: Buffer[] = [];
  /** How many rows there are. */
  count = 0;

  add(block: readonly Row[]): void {
    if (this.count < KEPT_AS_THEY_ARE) this.#plain.push(block);
    else this.#packed.push(deflateRawSync(JSON.stringify(block), { level: LEVEL }));
    this.count += block.length;
  }

  /** All of them, block by block as they came, from the beginning each time. */
  *blocks(): Generator<readonly Row[], void, undefined> {
    yield* this.#plain;
    for (const packed of this.#packed) yield JSON.parse(inflateRawSync(packed).toString()) as Row[];
  }
}

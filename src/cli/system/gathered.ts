import { UsageError } from '../../core/errors.ts';
import { dataSize } from '../../core/text.ts';

/**
 * All of a stream as text.
 * @param name As messages name what is read.
 * @throws UsageError for more than `most` bytes.
 */
export async function gathered(
  stream: AsyncIterable<Uint8Array | string>,
  name: string,
  most: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > most) {
      throw new UsageError(`cannot read ${name}: it is larger than ${dataSize(most)}`, {
        code: 'FILE',
        hint: 'nothing was requested; check that it is the right file',
      });
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

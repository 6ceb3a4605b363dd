/** Where the text of a new key goes: a terminal, once, or a file that only its owner can read. */
import { PRIVATE } from '../../../core/modes.ts';
import { resolve } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Context } from '../../context.ts';

export interface TokenOutlet {
  /** For people. */
  place: string;
  give: (token: Secret) => Promise<void>;
  /** Removes what was prepared, where there is no key. */
  drop: () => Promise<void>;
}

/** @throws UsageError where a key can be neither shown nor written, before one is made. */
export async function tokenOutlet({ host }: Context, file: string | undefined): Promise<TokenOutlet> {
  const { files, io } = host;
  if (file === undefined) {
    if (!io.stderr.isTTY) {
      throw new UsageError('cannot show a new access key without a terminal', {
        hint: 'add --token-file <file>; only you will be able to read it',
      });
    }
    return {
      place: 'shown above, once',
      give: (token) => io.stderr.write(`\nNew access key, shown this once:\n  ${token.reveal()}\n\n`),
      drop: () => Promise.resolve(),
    };
  }
  const path = resolve(host.system.cwd, file);
  const text = (await files.isStream(path)) ? undefined : await files.read(path);
  if (text !== undefined && text.trim() !== '') {
    throw new UsageError(`--token-file: ${file} already exists`, { hint: 'name a file that does not exist' });
  }
  await files.makePrivate(path);
  return {
    place: path,
    give: (token) => files.write(path, `${token.reveal()}\n`, PRIVATE),
    drop: async () => {
      if (text === undefined) await files.remove(path);
    },
  };
}

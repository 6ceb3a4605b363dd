/** What else in an account may name flows, queues and numbers: read before anything is deleted. */
import type { Api } from '../../api/api.ts';
import { ApiError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { resourceOf } from '../../resources/all.ts';
import type { Noun } from '../../resources/index.ts';
import type { Wire } from '../../resources/kind.ts';
import { wholeList, type Live } from './live.ts';

const others: readonly Noun[] = ['conferences', 'campaigns', 'conversation_accounts', 'webchat_widgets'];

/**
 * The same with all that may name something; what the credential may not see is told of.
 * @throws ApiError where the server cannot be reached.
 */
export async function withOthers(api: Api, live: Live): Promise<Live> {
  const kinds = others.map(resourceOf);
  const [outbound, ...lists] = await Promise.all([
    seen(async () => [await api.outboundConfig.find()]),
    ...kinds.map((kind) => seen(() => wholeList(api.of(kind)))),
  ]);
  const settings = (outbound ?? []).flatMap((object) =>
    object === null ? [] : [{ title: 'the outgoing settings', object }],
  );
  const objects = kinds.flatMap(({ one }, index) =>
    (lists[index] ?? []).map((object) => ({ title: `${one} ${nameOf(object)}`, object })),
  );
  return {
    ...live,
    others: [...settings, ...objects],
    unseen: others.flatMap((noun, index) => (lists[index] === undefined ? [noun.replace('_', ' ')] : [])),
  };
}

const nameOf = ({ name, id }: Wire): string => (typeof name === 'string' && name !== '' ? name : id);

async function seen<T>(read: () => Promise<readonly T[]>): Promise<readonly T[] | undefined> {
  try {
    return await read();
  } catch (error) {
    const isAnswer =
      error instanceof ApiError && (error.exitCode !== ExitCode.unreachable || error.code === 'INCOMPLETE');
    if (isAnswer) return undefined;
    throw error;
  }
}

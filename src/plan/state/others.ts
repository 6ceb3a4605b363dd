/** What else in an account may name flows, queues and numbers: read before anything is deleted. */
import type { Api } from '../../api/api.ts';
import { ApiError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { Resource, Wire } from '../../resources/kind.ts';
import { wholeList, type Live } from './live.ts';

const kinds: readonly { one: string; many: string; list: (api: Api) => unknown }[] = [
  { one: 'conference', many: 'conferences', list: (api) => api.conferences.list },
  { one: 'campaign', many: 'campaigns', list: (api) => api.campaigns.list },
  {
    one: 'conversation account',
    many: 'conversation accounts',
    list: (api) => api.conversationAccounts.list,
  },
  { one: 'webchat widget', many: 'webchat widgets', list: (api) => api.webchatWidgets.list },
];

/**
 * The same with all that may name something; what the credential may not see is told of.
 * @throws ApiError where the server cannot be reached.
 */
export async function withOthers(api: Api, live: Live): Promise<Live> {
  const [outbound, ...lists] = await Promise.all([
    seen(async () => [await api.outboundConfig.find()]),
    ...kinds.map(({ list }) => seen(() => wholeList(list(api) as Resource['list']))),
  ]);
  const settings = (outbound ?? []).flatMap((object) =>
    object === null ? [] : [{ title: 'the outgoing settings', object }],
  );
  const others = kinds.flatMap(({ one }, index) =>
    (lists[index] ?? []).map((object) => ({ title: `${one} ${nameOf(object)}`, object })),
  );
  return {
    ...live,
    others: [...settings, ...others],
    unseen: kinds.flatMap(({ many }, index) => (lists[index] === undefined ? [many] : [])),
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

/** The way to the server: its name, its certificate and its answer, all at the same time. */
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import type { Attempt } from '../../../api/client.ts';
import { proxiesOf, proxyFor } from '../../../api/proxy.ts';
import { ApiError, UsageError } from '../../../core/errors.ts';
import type { Host } from '../../../core/ports.ts';
import type { Facts, Learned } from '../../../doctor/facts.ts';
import type { Context } from '../../context.ts';
import type { Connection } from '../../session/connection.ts';
import type { Settings } from '../../session/settings.ts';
import { andThen, skippedAfter } from './learn.ts';

type NetworkFacts = Pick<Facts, 'authorities' | 'addresses' | 'certificate' | 'ping'>;

const TIMEOUT_MS = 10_000;
const anything = z.unknown();

/** @param note Called with every request. */
export async function gatherNetwork(
  { host, flags }: Context,
  settings: Learned<Settings>,
  connection: Learned<Connection>,
  note: (attempt: Attempt) => void,
): Promise<NetworkFacts> {
  const authorities = await andThen(settings, ({ caFile }) => readAuthorities(host, caFile));
  if (flags.demo !== undefined) {
    const skipped = { skipped: 'the example account is in memory' };
    return { authorities, addresses: skipped, certificate: skipped, ping: await answerOf(connection, note) };
  }
  // A proxy or a file of authorities that makes no sense leaves no way to look at.
  const usable: Learned<Settings> = 'known' in connection ? settings : skippedAfter(connection);
  const [addresses, certificate, ping] = await Promise.all([
    andThen(usable, ({ apiUrl }) => host.probes.addresses(hostOf(apiUrl))),
    andThen(usable, ({ apiUrl }) => certificateOf(host, new URL(apiUrl), authorities)),
    answerOf(connection, note),
  ]);
  return { authorities, addresses, certificate, ping };
}

/** Whatever the server answers shows that it is there. */
async function answerOf(
  connection: Learned<Connection>,
  note: (attempt: Attempt) => void,
): Promise<NetworkFacts['ping']> {
  let serverTime: number | undefined;
  const onAttempt = (attempt: Attempt): void => {
    note(attempt);
    const time = Date.parse(attempt.date ?? '');
    if (!Number.isNaN(time)) serverTime = time;
  };
  return andThen(connection, async (known) => {
    const { client } = await known.apiWith(undefined, { onAttempt });
    try {
      await client.request({ method: 'GET', path: '/ping', outside: true, schema: anything });
    } catch (error) {
      // A refusal is an answer; a page of something else is not.
      const isAnswer =
        error instanceof ApiError && error.status !== undefined && error.code !== 'UNEXPECTED_ANSWER';
      if (!isAnswer) throw error;
    }
    return { serverTime };
  });
}

async function readAuthorities(
  { files, system }: Host,
  caFile: string | undefined,
): Promise<string | undefined> {
  if (caFile === undefined) return undefined;
  const text = await files.read(resolve(system.cwd, caFile));
  if (text === undefined) throw new UsageError(`the CA file ${caFile} does not exist`);
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new UsageError(`${caFile} contains no PEM certificate`, {
      hint: 'it must contain -----BEGIN CERTIFICATE-----',
    });
  }
  return text;
}

function certificateOf({ probes, env, signal }: Host, server: URL, authorities: Learned<string | undefined>) {
  return probes.certificate({
    hostname: server.hostname,
    port: Number(server.port || 443),
    proxy: proxyFor(server, proxiesOf(env)),
    authorities: 'known' in authorities ? authorities.known : undefined,
    timeoutMs: TIMEOUT_MS,
    signal,
  });
}

/** Brackets of an IPv6 address are part of a URL only. */
const hostOf = (apiUrl: string): string => new URL(apiUrl).hostname.replace(/^\[|\]$/g, '');

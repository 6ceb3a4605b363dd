/** `whoami`: account, permissions, server, and where the credential came from. */
import { ExitCode } from '../../../core/exit-codes.ts';
import { permissionText } from '../../../core/permissions.ts';
import { formatLocal, parseTime } from '../../../core/time.ts';
import type { Call } from '../../program/command.ts';
import { keepAccountName } from '../../session/account-name.ts';
import { whoIs } from '../../session/identity.ts';
import { printCard } from '../../output.ts';

export async function whoami({ context }: Call): Promise<ExitCode> {
  const api = await context.api();
  const { customer, agent, permissions, expires } = await whoIs(
    api,
    'it may be expired, deleted or mistyped: run `voipbin login` to use another one',
  );
  await keepAccountName(context, customer);
  const { apiUrl, credential } = api.client;
  const settings = await context.settings();
  const usesProfile =
    settings.credential && 'profile' in settings.credential ? settings.profileName : undefined;
  const ends = parseTime(expires);
  const raw = {
    api_url: apiUrl,
    profile: usesProfile ?? null,
    credential: {
      kind: credential?.kind ?? null,
      source: credential?.source ?? null,
      expires: expires ?? null,
    },
    customer: { id: customer.id, name: customer.name ?? '', status: customer.status ?? '' },
    ...(agent && { agent: { id: agent.id, username: agent.username ?? '', name: agent.name ?? '' } }),
    permissions,
  };
  await printCard(context, {
    title: customer.name || customer.id,
    rows: () => [
      ['Account', `${customer.id} (${customer.status ?? 'unknown'})`],
      ...(agent
        ? [['Agent', `${agent.username ?? agent.id}${agent.name ? ` (${agent.name})` : ''}`] as const]
        : []),
      ['Permissions', permissionText(permissions.join(', ')) || 'none'],
      ['Server', apiUrl],
      ['Credential', credential?.source ?? '-'],
      ['Ends', ends === undefined ? '-' : formatLocal(ends, context.host.system.timeZone)],
      ['Profile', usesProfile ?? '-'],
    ],
    raw,
  });
  return ExitCode.done;
}

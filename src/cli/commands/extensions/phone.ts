/** `extensions phone`: what a softphone asks for, as a card or as a file that Linphone loads. */
import { PRIVATE } from '../../../core/modes.ts';
import { extensions } from '../../../resources/extensions.ts';
import { namesIn } from '../../../resources/kind.ts';
import { resolve } from 'node:path';
import type { Extension } from '../../../api/wire.ts';
import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { findNamed } from '../../../core/find-named.ts';
import { isLinphoneXml, linphoneXml } from '../../../report/linphone.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { printCard } from '../../output.ts';
import type { PhoneFlags } from './command.ts';

export async function extensionPhone({
  context,
  args: [word = ''],
  options: { transport = 'udp', linphone },
}: Call<PhoneFlags>): Promise<ExitCode> {
  const api = await context.api({ readOnly: true });
  const rows: Extension[] = [];
  for await (const row of api.of(extensions).list()) rows.push(row);
  const found = findNamed(word, {
    one: 'extension',
    rows,
    namesOf: (row) => namesIn(extensions, row),
  });
  const user = found.username || found.extension || '';
  const password = found.password ?? '';
  const domain = domainOf(found, api.client.apiUrl);
  const name = found.name ?? '';
  const path =
    linphone === undefined
      ? undefined
      : await writeLinphone(context, linphone, { domain, user, password, transport, name });
  const raw = { extension: found.extension ?? '', name, server: domain, domain, user, password, transport };
  const isShown = context.flags.showSecrets === true;
  await printCard(context, {
    title: `extension ${found.extension ?? found.id}`,
    rows: () => [
      ['Server', domain],
      ['Domain', domain],
      ['User', user],
      ['Password', password === '' ? 'not shown by the server' : isShown ? password : '*** (--show-secrets)'],
      ['Transport', transport],
      ['Address', `sip:${user}@${domain}`],
      ...(path === undefined ? [] : [['Linphone', path] as const]),
    ],
    raw,
  });
  return ExitCode.done;
}

/** Newer servers answer with the whole domain, older ones with the part before the registrar: the customer's id. */
function domainOf({ domain_name, customer_id }: Extension, apiUrl: string): string {
  const part = domain_name || customer_id || '';
  if (part.includes('.')) return part;
  return `${part}.registrar.${new URL(apiUrl).hostname.replace(/^api\./, '')}`;
}

/** @throws UsageError where the password is not known, or the file holds something else. */
async function writeLinphone(
  { host }: Context,
  file: string,
  account: Parameters<typeof linphoneXml>[0],
): Promise<string> {
  if (account.password === '') {
    throw new UsageError(`the server does not show the password of extension ${account.user}`, {
      hint: `set another one with \`voipbin extensions update ${account.user} --password generate\``,
    });
  }
  const { files, system } = host;
  const path = resolve(system.cwd, file);
  const before = (await files.isStream(path)) ? undefined : await files.read(path);
  if (before !== undefined && before.trim() !== '' && !isLinphoneXml(before)) {
    throw new UsageError(`--linphone: ${file} already exists, and contains something else`, {
      hint: 'name another file',
    });
  }
  await files.makePrivate(path);
  await files.write(path, linphoneXml(account), PRIVATE);
  return path;
}

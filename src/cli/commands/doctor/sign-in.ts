/** The credential of this run, as a fact: where it is kept and what it says of itself. It is never part of a text. */
import type { Credential } from '../../../api/client.ts';
import { readToken } from '../../../api/token.ts';
import type { KnownCredential, Learned } from '../../../doctor/facts.ts';
import type { Context } from '../../context.ts';
import { notSignedIn } from '../../session/connection.ts';
import { readCredential } from '../../session/credential.ts';
import type { CredentialSource, Settings } from '../../session/settings.ts';
import { andThen } from './learn.ts';

export interface SignIn {
  fact: Learned<KnownCredential>;
  credential: Credential | undefined;
}

export async function learnCredential(
  { host, flags }: Context,
  settings: Learned<Settings>,
): Promise<SignIn> {
  if (flags.demo !== undefined) {
    return {
      fact: {
        known: {
          kind: 'accesskey',
          source: 'access key of the demo',
          from: 'demo',
          claims: undefined,
          warnings: [],
        },
      },
      credential: undefined,
    };
  }
  const warnings: string[] = [];
  const read = await andThen(settings, async ({ credential: source, profile }) => {
    const warn = (text: string): Promise<void> => Promise.resolve(void warnings.push(text));
    const credential = await readCredential(source, host, warn, profile);
    if (credential === undefined || source === undefined) throw notSignedIn();
    return { credential, source };
  });
  const fact = await andThen(read, ({ credential, source }): KnownCredential => ({
    kind: credential.kind,
    source: credential.source,
    from: keptIn(source),
    claims: credential.kind === 'token' ? readToken(credential.secret.reveal()) : undefined,
    // That it ends soon is a check of its own.
    warnings: source.kind === 'file' ? warnings : [],
  }));
  return {
    fact: 'failed' in read ? read : fact,
    credential: 'known' in read ? read.known.credential : undefined,
  };
}

function keptIn(source: CredentialSource): KnownCredential['from'] {
  if (source.kind === 'file' || source.kind === 'command') return source.kind;
  return source.profile === undefined ? 'variable' : 'profile';
}

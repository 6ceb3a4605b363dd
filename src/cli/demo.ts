/** `--demo`: the embedded emulator in place of a server. Nothing leaves the program and nothing is kept. */
import type { Credential } from '../api/client.ts';
import { UsageError } from '../core/errors.ts';
import type { Host, Transport } from '../core/ports.ts';
import { Secret } from '../core/secret.ts';
import { didYouMean } from '../core/suggest.ts';
import { createEmulator } from '../emulator/emulator.ts';
import { seeds } from '../emulator/seeds/index.ts';
import { seedWorld } from '../emulator/world.ts';

interface DemoLine {
  transport: Transport;
  apiUrl: string;
  credential: Credential;
  close: () => Promise<void>;
}

export async function openDemo(
  name: string,
  host: Host,
  notice: (text: string) => Promise<void>,
): Promise<DemoLine> {
  const names = seeds.map((seed) => seed.name);
  const seed = seeds.find((candidate) => candidate.name === name);
  if (seed === undefined) {
    throw new UsageError(`there is no example account ${JSON.stringify(name)}`, {
      hint: didYouMean(name, names) ?? `choose one of: ${names.join(', ')}`,
    });
  }
  const { account, emulator } = await host.blocking(() => {
    const { account, random } = seedWorld(seed, host.clock.now());
    return {
      account,
      emulator: createEmulator({ data: account.data, clock: host.clock, random, limits: false }),
    };
  });
  await notice(`demo: the example account "${name}", in memory; nothing is kept`);
  return {
    transport: emulator.transport,
    apiUrl: 'https://demo.invalid',
    credential: {
      kind: 'accesskey',
      secret: new Secret(account.accesskey),
      source: 'access key of the demo',
    },
    close: () => Promise.resolve(),
  };
}

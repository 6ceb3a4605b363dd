/** `--demo`: the embedded emulator in place of a server. Nothing leaves the program and nothing is kept. */
import type { Credential } from '../api/client.ts';
import type { Host, Transport } from '../core/ports.ts';
import { Secret } from '../core/secret.ts';
import { refuseUnknownSeed, seedNamed } from './seeds.ts';

interface DemoLine {
  transport: Transport;
  apiUrl: string;
  credential: Credential;
  close: () => Promise<void>;
}

const nameOf = (given: string | true): string => (given === true ? 'messy' : given);

/** @throws UsageError for an example that does not exist. */
export async function announce(given: string | true, notice: (text: string) => Promise<void>): Promise<void> {
  const name = nameOf(given);
  refuseUnknownSeed(name);
  await notice(`demo: the example account "${name}", in memory; nothing is kept`);
}

export async function openDemo(given: string | true, host: Host): Promise<DemoLine> {
  const [seed, { createEmulator }, { seedWorld }] = await Promise.all([
    seedNamed(nameOf(given)),
    import('../emulator/emulator.ts'),
    import('../emulator/world.ts'),
  ]);
  const { account, emulator } = await host.blocking(() => {
    const { account, random } = seedWorld(seed, host.clock.now());
    return {
      account,
      emulator: createEmulator({ data: account.data, clock: host.clock, random, limits: false }),
    };
  });
  return {
    async transport(request) {
      // As a network does: otherwise a large account would be read in one go, and Ctrl-C would come after it.
      await host.turn();
      return emulator.transport(request);
    },
    apiUrl: 'https://demo.invalid',
    credential: {
      kind: 'accesskey',
      secret: new Secret(account.accesskey),
      source: 'access key of the demo',
    },
    close: () => Promise.resolve(),
  };
}

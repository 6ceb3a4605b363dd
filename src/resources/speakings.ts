import type { ApiResource } from '../api/collection.ts';
import * as wire from '../api/wire.ts';

/** Speech that is said into calls; no command lists it. */
export const speakings: ApiResource<wire.Speaking> = { path: 'speakings', wire: wire.speaking };

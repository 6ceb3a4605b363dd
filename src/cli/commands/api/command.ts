import { command } from '../../program/command.ts';
import { CHANGING } from '../../program/flags.ts';
import { flags, type OptionsOf } from '../../program/options.ts';
import { apiPaths } from '../../program/values.ts';

const apiFlags = flags([
  { flags: '-f, --field <name=text>', help: 'a text field; repeatable', repeatable: true },
  {
    flags: '-F, --typed-field <name=value>',
    help: 'true, false, null, a number, @file or @- as the value; repeatable',
    repeatable: true,
  },
  {
    flags: '-H, --header <name:value>',
    help: 'an extra header; repeatable',
    repeatable: true,
  },
  { flags: '--input <file>', help: 'the whole body as JSON; - is standard input' },
  { flags: '--merge', help: 'PUT: keep the fields that are not named' },
  { flags: '--paginate', help: 'GET of a list: read all pages' },
  { flags: '--include', help: 'also show the status and the headers' },
]);
export type ApiFlags = OptionsOf<typeof apiFlags>;

export const apiCommand = command({
  name: 'api <method> <path>',
  values: { method: () => ['delete', 'get', 'post', 'put'], path: apiPaths },
  summary: 'send any request to the API, signed in: asks before writes',
  about:
    'Send a request to the API, with the sign-in, rate limit and retries of every other command. Fields become the ' +
    'query of a GET and the body of anything else. A PUT of this API empties what it leaves out: the command names ' +
    'these fields before it asks, and --merge keeps them. A redirect is ' +
    'not followed, a path that this version does not know is sent with a warning, and secrets are masked.',
  flags: apiFlags,
  foreign: { '-d, --data <json>': 'use -f name=value or --input <file>' },
  groups: CHANGING,
  examples: [
    'voipbin api get /customer',
    'voipbin api get /calls --paginate -o jsonl',
    'voipbin api get /customer --include -H "Accept-Language: de"',
    'voipbin api put /tags/<id> -f detail=Sellers --merge',
  ],
  run: async () => (await import('./api.ts')).callApi,
});

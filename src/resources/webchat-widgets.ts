import * as wire from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { tooLong } from '../core/lengths.ts';
import { quote, type Reader } from '../core/yaml/reader.ts';
import { members, type Member } from './codecs/members.ts';
import { created, id, linked, name, status } from './columns.ts';
import { duration, field, reference, type Schema } from './field.ts';
import { oneOf } from './index.ts';
import { checkName, otherName, type ManyKind } from './kind.ts';

/** What the server takes in place of nothing. Seconds. */
const IDLE_TIMEOUT = 1800;

function worded(schema: Schema, problem: (word: string) => string | undefined): Member {
  return {
    schema: { type: 'string', ...schema },
    read(reader: Reader) {
      const word = reader.text();
      const wrong = word === undefined ? undefined : problem(word);
      if (wrong === undefined) return word;
      reader.wrong(wrong);
      return undefined;
    },
  };
}

const COLOR = '^#[0-9a-fA-F]{6}$';
const color = worded({ pattern: COLOR }, (word) =>
  new RegExp(COLOR).test(word) ? undefined : `${quote(word)} is not a color such as #0055aa`,
);
const short = (max: number): Member =>
  worded({ maxLength: max }, (word) => tooLong(word, { max, unit: 'bytes' }));
const anyText = worded({}, () => undefined);
const word = (...words: string[]): Member => ({
  schema: { enum: words },
  read: (reader) => reader.oneOf(words),
});
/** A flag says it in letters. */
const flag: Member = {
  schema: { type: 'boolean' },
  read: (reader) => reader.value === 'true' || (reader.value !== 'false' && reader.flag()),
};

/** The server looks at these, and keeps all others as they are. */
const theme: Readonly<Record<string, Member>> = {
  primary_color: color,
  secondary_color: color,
  header_background_color: color,
  header_text_color: color,
  logo_url: anyText,
  position: anyText,
  theme_mode: word('light', 'dark', 'auto'),
  header_title: short(100),
  header_subtitle: short(200),
  connecting_indicator_enabled: flag,
  connecting_indicator_text: short(100),
  typing_indicator_enabled: flag,
  border_radius: word('sharp', 'rounded', 'pill'),
  font_size: word('compact', 'default', 'large'),
};

export const webchatWidgets: ManyKind<wire.WebchatWidget> = {
  kind: 'webchat_widgets',
  one: oneOf('webchat_widgets'),
  path: 'webchat_widgets',
  wire: wire.webchatWidget,
  puts: [
    {
      part: '',
      fields: ['name', 'session_flow_id', 'message_flow_id', 'session_idle_timeout', 'theme_config'],
      looksAt: ['session_flow_id', 'message_flow_id'],
    },
  ],
  about: 'A chat on a web page.',
  fields: [
    field('name', otherName),
    field('session_flow', reference('What happens when a visitor arrives', 'flows'), 'session_flow_id'),
    field('message_flow', reference('What happens with messages', 'flows'), 'message_flow_id'),
    field(
      'session_idle_timeout',
      duration('How long a visitor may be silent; 30 minutes by default', {
        unit: 's',
        empty: IDLE_TIMEOUT,
      }),
    ),
    field(
      'theme_config',
      members('theme_config', 'What it looks like: primary_color, header_title and so on.', {
        flag: 'theme',
        known: theme,
      }),
    ),
  ],
  noticed: ['session_flow_id', 'message_flow_id', 'session_idle_timeout', 'theme_config'],
  leadsCallers: true,
  key: 'name',
  renamable: true,
  checkName,
  defaults: {
    session_flow_id: NIL_UUID,
    message_flow_id: NIL_UUID,
    session_idle_timeout: IDLE_TIMEOUT,
    theme_config: {},
  },
  suspect: 'try again in a minute',
  columns: [
    name,
    status,
    linked('session_flow_id', 'SESSION FLOW', 'flows'),
    linked('message_flow_id', 'MESSAGE FLOW', 'flows'),
    created,
    id,
  ],
  examples: {
    create: 'Site --session-flow Chat',
    update: 'Site --theme primary_color=#0055aa',
    delete: 'Site',
  },
};

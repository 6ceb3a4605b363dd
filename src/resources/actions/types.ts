/** Every action of a flow and what it takes (bin-flow-manager, models/action/option.go). */

/** How an option is written in a plan file. `ms` and `s` are spans of time in the API's unit. */
export type OptionType =
  | 'text'
  /** Of an object that no plan file manages. */
  | 'id'
  | 'texts'
  | 'flag'
  | 'integer'
  | 'ms'
  | 's'
  | 'address'
  | 'addresses'
  | 'weekdays'
  | 'actions'
  | 'any'
  /** The label of an action. */
  | 'target'
  /** Values, and the labels they lead to. */
  | 'targets'
  | 'queue'
  | 'flow'
  | 'hours'
  | readonly string[];

export interface OptionSpec {
  /** The name in the API's option map; by default the same as in the file. */
  wire?: string;
  type: OptionType;
}

export interface ActionType {
  about: string;
  /** Without these it cannot work, though the server takes it; of several in a row one is enough. */
  required?: readonly (string | readonly string[])[];
  options: Readonly<Record<string, OptionSpec>>;
  /** Of a plan file only, which needs what is required: the platform has other actions in its place. */
  ofFile?: boolean;
}

const t = (type: OptionType, wire?: string): OptionSpec => ({ type, ...(wire !== undefined && { wire }) });
const falseTarget = { false_target: t('target', 'false_target_id') };
const onEnd = { on_end_flow: t('flow', 'on_end_flow_id') };
const providers = t(['gcp', 'aws']);
const anonymous = t(['yes', 'no', 'auto']);
const assistance = {
  assistance_type: t(['ai', 'team']),
  assistance_id: t('id'),
  ai_id: t('id'),
};
const transcription = {
  language: t('text'),
  provider: providers,
  direction: t(['in', 'out', 'both']),
  ...onEnd,
};
const nothing = {};

export const actionTypes: Readonly<Record<string, ActionType>> = {
  ai_summary: {
    about: 'summarizes the call with AI',
    options: { reference_type: t('text'), reference_id: t('id'), language: t('text'), ...onEnd },
  },
  ai_talk: {
    about: 'lets an AI talk with the caller',
    required: [['assistance_id', 'ai_id']],
    options: { ...assistance, duration: t('s') },
  },
  ai_task: { about: 'gives an AI a task', required: [['assistance_id', 'ai_id']], options: assistance },
  amd: {
    about: 'finds out whether a machine answered',
    options: { machine_handle: t(['hangup', 'continue']), async: t('flag') },
  },
  answer: { about: 'answers the call', options: nothing },
  beep: { about: 'plays a beep', options: nothing },
  block: { about: 'waits until something outside lets it continue', options: nothing },
  branch: {
    about: 'continues by the key that was pressed, or by a variable',
    required: [['targets', 'default_target']],
    options: {
      variable: t('text'),
      targets: t('targets', 'target_ids'),
      default_target: t('target', 'default_target_id'),
    },
  },
  call: {
    about: 'makes another call',
    required: ['destinations', ['flow', 'actions']],
    options: {
      source: t('address'),
      destinations: t('addresses'),
      flow: t('flow', 'flow_id'),
      actions: t('actions'),
      chained: t('flag'),
      early_execution: t('flag'),
      anonymous,
    },
  },
  case_create: {
    about: 'opens a case',
    options: { name: t('text'), detail: t('text'), note: t('text'), sync: t('flag') },
  },
  condition_call_digits: {
    about: 'deprecated: continues only if these digits were pressed',
    required: [['length', 'key']],
    options: { length: t('integer'), key: t('text'), ...falseTarget },
  },
  condition_call_status: {
    about: 'deprecated: continues only if the call has this status',
    required: ['status'],
    options: { status: t('text'), ...falseTarget },
  },
  condition_datetime: {
    about: 'continues only at certain times',
    required: ['condition'],
    options: {
      condition: t(['==', '!=', '>', '>=', '<', '<=']),
      minute: t('integer'),
      hour: t('integer'),
      day: t('integer'),
      month: t('integer'),
      weekdays: t('weekdays'),
      ...falseTarget,
    },
  },
  condition_variable: {
    about: 'continues only if a variable has a certain value',
    required: ['condition', 'variable'],
    options: {
      condition: t(['==', '!=', '>', '>=', '<', '<=']),
      variable: t('text'),
      value_type: t(['string', 'number', 'length']),
      value_string: t('text'),
      value_number: t('any'),
      value_length: t('integer'),
      ...falseTarget,
    },
  },
  confbridge_join: {
    about: 'joins a conference bridge',
    required: ['confbridge_id'],
    options: { confbridge_id: t('id') },
  },
  conference_join: {
    about: 'joins a conference',
    required: ['conference_id'],
    options: { conference_id: t('id') },
  },
  connect: {
    about: 'connects the caller with someone',
    required: ['destinations'],
    options: {
      source: t('address'),
      destinations: t('addresses'),
      early_media: t('flag'),
      relay_reason: t('flag'),
      anonymous,
    },
  },
  conversation_send: {
    about: 'sends a message of a conversation',
    required: ['conversation_id', 'text'],
    options: { conversation_id: t('id'), text: t('text'), sync: t('flag') },
  },
  digits_receive: {
    about: 'waits for keys to be pressed',
    required: ['duration'],
    options: { duration: t('ms'), key: t('text'), length: t('integer') },
  },
  digits_send: {
    about: 'sends keys',
    required: ['digits'],
    options: { digits: t('text'), duration: t('ms'), interval: t('ms') },
  },
  echo: { about: 'plays back what the caller says', required: ['duration'], options: { duration: t('ms') } },
  email_send: {
    about: 'sends an e-mail',
    required: ['destinations'],
    options: {
      destinations: t('addresses'),
      subject: t('text'),
      content: t('text'),
      attachments: t('any'),
    },
  },
  external_media_start: {
    about: "sends the call's media elsewhere",
    required: ['external_host'],
    options: {
      external_host: t('text'),
      encapsulation: t('text'),
      transport: t('text'),
      transport_data: t('text'),
      connection_type: t('text'),
      format: t('text'),
      direction_listen: t('text'),
      direction_speak: t('text'),
      data: t('text'),
    },
  },
  external_media_stop: { about: "stops sending the call's media elsewhere", options: nothing },
  fetch: {
    about: 'asks a web address what to do next',
    required: ['event_url'],
    options: { event_url: t('text'), event_method: t('text') },
  },
  fetch_flow: {
    about: 'continues in another flow',
    required: ['flow'],
    options: { flow: t('flow', 'flow_id') },
  },
  goto: {
    about: 'jumps to another action, loop_count times',
    required: ['target', 'loop_count'],
    options: { target: t('target', 'target_id'), loop_count: t('integer') },
  },
  hangup: { about: 'ends the call', options: { reason: t('text'), reference_id: t('id') } },
  hours: {
    about: 'continues only during opening hours',
    required: ['hours', 'closed'],
    ofFile: true,
    options: { hours: t('hours'), closed: t('target') },
  },
  message_send: {
    about: 'sends a text message',
    required: ['destinations', 'text'],
    options: { source: t('address'), destinations: t('addresses'), text: t('text') },
  },
  mute: { about: 'mutes the call', options: nothing },
  play: { about: 'plays sound files', required: ['stream_urls'], options: { stream_urls: t('texts') } },
  queue_join: {
    about: 'puts the caller into a queue',
    required: ['queue'],
    options: { queue: t('queue', 'queue_id') },
  },
  recording_start: {
    about: 'starts a recording',
    options: {
      format: t(['wav', 'mp3', 'ogg']),
      end_of_silence: t('s'),
      end_of_key: t('text'),
      duration: t('s'),
      beep_start: t('flag'),
      ...onEnd,
    },
  },
  recording_stop: { about: 'stops the recording', options: nothing },
  sleep: { about: 'waits', required: ['duration'], options: { duration: t('ms') } },
  stop: { about: 'ends the flow', options: nothing },
  stream_echo: {
    about: 'plays back the media stream',
    required: ['duration'],
    options: { duration: t('ms') },
  },
  talk: {
    about: 'says a text',
    required: ['text'],
    options: {
      text: t('text'),
      language: t('text'),
      provider: providers,
      voice_id: t('text'),
      digits_handle: t(['next']),
      async: t('flag'),
    },
  },
  transcribe_recording: { about: 'transcribes a recording', options: transcription },
  transcribe_start: { about: 'starts a transcription of what is said', options: transcription },
  transcribe_stop: { about: 'stops the transcription', options: nothing },
  variable_set: {
    about: 'sets a variable',
    required: ['key'],
    options: { key: t('text'), value: t('text') },
  },
  webhook_send: {
    about: 'sends an event to a web address',
    required: ['uri'],
    options: { sync: t('flag'), uri: t('text'), method: t('text'), data_type: t('text'), data: t('text') },
  },
};

/** The address types of the platform (bin-common-handler, models/address). */
export const addressTypes = [
  'agent',
  'ai',
  'ai_team',
  'conference',
  'email',
  'extension',
  'line',
  'sip',
  'tel',
  'webchat',
  'web_session',
  'whatsapp',
] as const;

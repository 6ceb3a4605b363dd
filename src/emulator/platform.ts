/** Limits and prices of the platform, as in its source (bin-billing-manager, bin-number-manager, bin-api-manager). */
import { NIL_UUID } from '../core/ids.ts';

export interface PlanLimits {
  agents: number;
  queues: number;
  virtual_numbers: number;
  extensions: number;
  conferences: number;
  trunks: number;
  /** Tokens granted on the first of every month. */
  tokens: number;
}

const none = Number.POSITIVE_INFINITY;

export const plans: Readonly<Record<string, PlanLimits>> = {
  free: { agents: 5, queues: 2, virtual_numbers: 5, extensions: 5, conferences: 2, trunks: 1, tokens: 100 },
  basic: {
    agents: 50,
    queues: 10,
    virtual_numbers: 50,
    extensions: 50,
    conferences: 10,
    trunks: 5,
    tokens: 1000,
  },
  professional: {
    agents: 500,
    queues: 100,
    virtual_numbers: 500,
    extensions: 500,
    conferences: 100,
    trunks: 50,
    tokens: 10_000,
  },
  unlimited: {
    agents: none,
    queues: none,
    virtual_numbers: none,
    extensions: none,
    conferences: none,
    trunks: none,
    tokens: 0,
  },
};

/** Price of a normal number in micro-USD, at purchase and at every renewal. */
export const NUMBER_PRICE = 5_000_000;
/** Price per destination of a message or an e-mail, in micro-USD. */
export const SENDING_PRICE = 10_000;
/** The limit of stored flows per customer, of any type. */
export const MAX_FLOWS = 10_000;
export const PAGE_SIZE = 100;

export const Bits = {
  superAdmin: 0x01,
  project: 0x0f,
  agent: 0x10,
  admin: 0x20,
  manager: 0x40,
} as const;

export const GUEST_AGENT = 'd819c626-0284-4df8-99d6-d03e1c6fba88';
export const GUEST_CUSTOMER = 'a856c986-4b06-4496-9641-4d0ecbc67df5';

export const actionTypes: ReadonlySet<string> = new Set(
  (
    'amd answer ai_summary ai_talk ai_task beep block branch call case_create condition_call_digits ' +
    'condition_call_status condition_datetime condition_variable confbridge_join conference_join connect ' +
    'conversation_send digits_receive digits_send echo email_send external_media_start external_media_stop ' +
    'fetch fetch_flow goto hangup message_send mute play queue_join recording_start recording_stop sleep stop ' +
    'stream_echo talk transcribe_start transcribe_stop transcribe_recording variable_set webhook_send'
  ).split(' '),
);

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** The vendors of AI models: the part of the model name before the dot. */
export const engineMakers = words(
  'anthropic aws azure cerebras deepseek dialogflow fireworks gemini grok groq mistral nvidia ollama openai openrouter ' +
    'perplexity qwen sambanova together',
);
export const voiceEngines = words(
  ' async aws azure cartesia deepgram elevenlabs fish google groq hume inworld lmnt minimax neuphonic nvidia-riva openai ' +
    'piper playht rime sarvam xtts',
);
export const speechEngines = words(' cartesia deepgram elevenlabs google');
/** The tools that an AI may use in a call; `all` allows all of them. */
export const tools = words(
  'all connect_call create_call get_variables get_aicall_messages send_email send_message set_variables stop_flow ' +
    'stop_media stop_service search_knowledge get_correlation get_resource describe_action case_create list_queues ' +
    'join_queue',
);
/** The tools that an assistant of agents may use. */
export const insightTools = words(
  'all get_contact_interactions get_conversation_content get_related_cases get_case_notes get_contact_profile ' +
    'get_call_transcript emit_info_card notify_agent',
);

/** Requests per second and burst of the limiter's tiers. */
export const tiers = {
  authIp: { rate: 10, burst: 20 },
  v1Ip: { rate: 200, burst: 400 },
  customer: { rate: 17, burst: 33 },
  delegate: { rate: 8, burst: 16 },
} as const;

/** The delay in milliseconds after which the consequences of a request happen. */
export const delays = {
  campaignRun: 1000,
  customerCreated: 500,
  customerChanged: 300,
  flowDeleted: 300,
  flowRun: 300,
  numberBought: 300,
  sent: 100,
  webchat: 300,
} as const;

export const TOKEN_LIFETIME_MS = { agent: 7 * 24 * 3_600_000, delegate: 8 * 3_600_000 } as const;
export const GRACE_MS = 30 * 24 * 3_600_000;

/** The codes allowed in the list of destinations: ISO 3166 and two more (models/outboundconfig/iso.go). */
export const countries: ReadonlySet<string> = new Set(
  (
    'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br ' +
    'bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ' +
    'ee eg eh er es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk ' +
    'hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb ' +
    'lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz ' +
    'na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru ' +
    'rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn ' +
    'to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws xk ye yt za zm zw'
  ).split(' '),
);

export const EMPTY_ACTION = { id: NIL_UUID, next_id: NIL_UUID, tm_execute: null };
/** The ids of the start and the end of a run: neither is an action of a flow. */
export const START_ACTION = { ...EMPTY_ACTION, id: '00000000-0000-0000-0000-000000000001' };
export const FINISH_ACTION = { ...EMPTY_ACTION, id: '00000000-0000-0000-0000-000000000002' };

/**
 * The questions by key, each with the flag that answers it in a script. Data only: every start of the program reads it.
 */

interface QuestionFlag {
  flags: string;
  help: string;
  choices?: readonly string[];
  /** Asked once for each of several things; the answer is `<which>=<answer>`, or one answer for all. */
  repeatable?: true;
  /** Several answers for one thing are one list. */
  list?: true;
}

const each = { repeatable: true } as const;

export const questionFlags = {
  shape: {
    flags: '--shape <kind>',
    help: 'what to set up: one team, several departments, or additions to what exists',
    choices: ['team', 'departments', 'add'],
  },
  add: {
    flags: '--add <a,b>',
    help: 'with --shape add: departments, people, number, outbound, admin, account',
  },
  name: { flags: '--name <text>', help: 'the name of the organization' },
  detail: { flags: '--detail <text>', help: 'what the account is for' },
  email: { flags: '--email <address>', help: 'the contact e-mail address' },
  phone_number: { flags: '--phone-number <number>', help: 'the contact number, E.164; none' },
  webhook_uri: { flags: '--webhook-uri <url>', help: 'where events are sent; none' },
  departments: { flags: '--departments <a,b>', help: 'the names of the departments, or of the one team' },
  teams: { flags: '--teams <a,b>', help: 'with --add people: the queues that get more people' },
  agents: {
    flags: '--agents <[department=]emails>',
    help: 'who answers: "Sales=anna@example.com, Ben <ben@example.com>"; repeatable',
    ...each,
    list: true,
  },
  second_admin: { flags: '--second-admin <email>', help: 'add a second administrator (none)' },
  address: {
    flags: '--address <[email=]address>',
    help: 'where calls to a person ring: tel:+14155550100, sip:anna@example.com, extension:1001; repeatable',
    ...each,
  },
  first_passwords: {
    flags: '--first-passwords <source>',
    help: 'first passwords: made, or from environment variables',
    choices: ['generate', 'env'],
  },
  hours: {
    flags: '--hours <[department=]times>',
    help: 'when it is open: always, or "mon-fri 9:00-17:00, sat 10:00-14:00"; repeatable',
    ...each,
  },
  holidays: {
    flags: '--holidays <region>',
    help: 'region whose public holidays are days off: DE-BY, US, none (none)',
  },
  time_zone: { flags: '--time-zone <zone>', help: 'the zone of these hours, such as Europe/Berlin' },
  language: { flags: '--language <tag>', help: 'the language of announcements: en-US, de-DE, ...' },
  greeting: { flags: '--greeting <text>', help: 'what callers hear first' },
  menu: {
    flags: '--menu <yes|no>',
    help: 'a menu: press 1 for sales ...',
    choices: ['yes', 'no'],
  },
  menu_fallback: {
    flags: '--menu-fallback <department>',
    help: 'who takes callers who press nothing: a department, or hangup',
  },
  join_menu: {
    flags: '--join-menu <yes|no>',
    help: 'with --add departments: add them to the existing menu (yes)',
    choices: ['yes', 'no'],
  },
  after_queue: {
    flags: '--after-queue <what>',
    help: 'what callers get when no agent answers (retry)',
    choices: ['retry', 'announcement', 'voicemail'],
  },
  when_closed: {
    flags: '--when-closed <what>',
    help: 'what callers get outside of the hours (announcement)',
    choices: ['announcement', 'voicemail'],
  },
  main_number: { flags: '--main-number <number>', help: 'the number of the menu; as --number' },
  number: {
    flags: '--number <[department=]number>',
    help: 'any (a free virtual one), none, or E.164: one of yours, or one to buy; repeatable',
    ...each,
  },
  link_number: { flags: '--link-number <number>', help: 'with --add number: as --number' },
  link_flow: { flags: '--link-flow <name>', help: 'with --add number: the flow it leads to' },
  countries: { flags: '--countries <us,ca>', help: 'the countries that may be called; none' },
} as const satisfies Readonly<Record<string, QuestionFlag>>;

export type QuestionKey = keyof typeof questionFlags;

export const questionKeys = Object.keys(questionFlags) as readonly QuestionKey[];

/** `--phone-number`, without what it takes. */
export function flagOf(key: QuestionKey): string {
  return questionFlags[key].flags.replace(/ .*$/, '');
}

/** Whether several answers are one list of them. */
export function isList(key: QuestionKey): boolean {
  return 'list' in questionFlags[key];
}

/** Whether a question is asked once for each of several things. */
export function isRepeated(key: QuestionKey): boolean {
  return 'repeatable' in questionFlags[key];
}

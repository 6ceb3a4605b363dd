/** The faults of the Acme account, each with the audit rule that must find it. */
import { NIL_UUID } from '../../core/ids.ts';
import { DAY } from '../../core/time.ts';
import type { AgentRow, NumberRow, QueueRow } from '../records.ts';
import type { Builder } from './builder.ts';
import { addEntrance, addHours } from './hours.ts';
import { addBrokenFlows, addLosingFlows } from './messy-flows.ts';
import { addWaitingCaller } from './recent.ts';

/** Every rule that finds something in the account, with its findings. */
export const messyFaults: Readonly<Record<string, string>> = {
  'accesskey-expiring': "the shop's key ends in six days",
  'accesskey-long-lived': "the wallboard's key lives nine years",
  'accesskey-surplus': 'seven keys that work',
  'account-undocumented': 'the detail is empty',
  'admin-surplus': 'seven administrators',
  'agent-dangling-tag': 'an agent with a tag that never was',
  'agent-inactive': 'two agents who left in spring',
  'agent-no-permission': 'an agent whose permission was mistyped',
  'agent-status-unknown': 'an agent who is "Available"',
  'agent-stuck-busy': 'three agents are busy, and have been for days',
  'agent-unreachable': 'an agent without a telephone',
  'agent-untagged': 'the field service was set up last, and its people were never tagged',
  'balance-low': 'less than ten dollars of credit',
  'balance-runway': 'it lasts for two days',
  'call-path-broken': 'callers of several departments reach nobody',
  'callback-expensive': 'someone called back a number abroad that rang once',
  'flow-busy-loop': 'a flow that reports to a webhook, for ever',
  'flow-completion-loop': 'two flows that start each other',
  'flow-cuts-off': 'a menu that is set up for 1 and 2, and for nothing else',
  'flow-empty': 'two flows without actions',
  'flow-hours-ending': 'the hours of the reception ended three weeks ago',
  'flow-jump-endless': 'an announcement that is to come three times, and never ends',
  'flow-jump-missing': 'a menu whose third choice leads nowhere',
  'flow-keys-unmatched': 'a question whose answers end with #, which is not listed',
  'flow-name-duplicate': 'four copies of the main menu',
  'flow-queue-last': 'the press office, where nothing comes after the queue',
  'flow-recording-empty': 'a mailbox that hangs up before anybody can speak',
  'flow-reference-missing': 'a flow that joins a deleted queue',
  'flow-stale': 'an announcement of three years ago',
  'flow-text-unspeakable': 'a greeting with an "&"',
  'flow-too-long': 'a price list of 104 sentences',
  'flow-unreachable-action': 'an announcement behind a hangup',
  'flow-unused': 'campaigns that are over',
  'flow-waits-forever': 'menus that wait for keys',
  'flow-weekdays': 'the line for deliveries, which asks whether it is Monday to Friday',
  'message-burst': 'a night in which one number sent advertising',
  'name-inconsistent': 'After hours, and after-hours',
  'number-flow-missing': 'a number leads to a flow that never was',
  'number-redialled': 'a number that was called all day',
  'number-renewal-uncovered': 'eighteen normal numbers, and credit for one',
  'number-sms-unhandled': 'customers write to the billing line',
  'number-unnamed': 'a number without a name',
  'number-unused': 'the numbers of old campaigns',
  'number-without-flow': 'four numbers without any flow',
  'outbound-open': 'the whitelist holds countries that nobody calls',
  'payment-method-missing': 'nobody said how the credit is paid',
  'plan-limit-near': 'fifty agents are allowed, and nearly all are there',
  'project-permission': 'an agent with the bits of platform staff',
  'queue-answer-rate': 'returns are answered every second time',
  'queue-no-agent': 'the queue Field Service asks for a tag that nobody has',
  'queue-no-available-agent': 'two callers wait for VIP, and nobody is there',
  'queue-no-timeout': 'Overflow lets its callers wait for ever',
  'queue-open-to-all': 'Overflow rings everybody',
  'queue-unreferenced': 'no flow leads to Overflow',
  'queue-wait-cut-off': 'Press promises five minutes, and its callers are cut off after two',
  'queue-wait-flow-missing': 'the queue Returns has no wait flow',
  'queue-wait-flow-nonblocking': 'Overflow waits in a flow that takes no time',
  'rtp-debug-enabled': 'the capturing of a support case was left on',
  'sip-password-weak': 'extensions with passwords that anybody guesses',
  'tag-deleted-in-use': 'the night shift was deleted, and still has agents',
  'tag-duplicate': 'two tags of the name support',
  'tag-unused': 'the tag of the field service, which nobody got',
  'usage-spike': "yesterday's calls abroad",
  'new-destination': 'calls to Somalia since last week',
  'webhook-not-https': 'the webhook is plain http',
};

/** Agents, flows, queues and keys that no one would create on purpose. */
export function addFaults(builder: Builder, lines: readonly NumberRow[]): void {
  addStrangers(builder);
  const flows = addBrokenFlows(builder);
  addBrokenQueues(builder);
  addLosingFlows(builder);
  for (const [index, flow] of [flows.menu, flows.deletedQueue].entries()) {
    builder.number(
      { number: `+89900100001${index}`, type: 'virtual', name: `Branch ${index + 1}`, call_flow_id: flow.id },
      90,
    );
  }
  const [line, , , billing] = lines;
  if (line) line.rtp_debug = true;
  for (let days = 1; billing && days < 20; days += 3) {
    builder.message('+14155550171', billing.number, 'inbound', days);
  }
  for (const [index, name] of ['shop', 'reports', 'backup', 'old dialler'].entries()) {
    builder.accesskey(name, `vb_demo_messy_${index}`.padEnd(35, '0'), 120, 200);
  }
}

function addStrangers(builder: Builder): void {
  const support = builder.data.tags.find(({ name }) => name === 'support');
  const tagged = support ? [support.id] : [];
  const left = { status: 'offline', tag_ids: tagged, tm_update: builder.daysAgo(190) };
  const person = (name: string, index: number, fields: Partial<AgentRow>): AgentRow =>
    builder.agent({
      name,
      username: `${name.toLowerCase().replace(/\W+/g, '.')}@acme.example`,
      status: 'away',
      tag_ids: tagged,
      addresses: [{ type: 'tel', target: `+1415555${String(400 + index).padStart(4, '0')}` }],
      tm_update: builder.daysAgo(2),
      ...fields,
    });
  person('Uwe Gone', 1, left);
  person('Ida Leaver', 2, left);
  person('Nils Nobody', 3, { permission: 256 });
  person('Otto Allmight', 4, { permission: 65_535 });
  person('Pia Present', 5, { status: 'Available' });
  person('Rolf Deaf', 6, { addresses: [] });
  person('Tom Typo', 7, { tag_ids: [...tagged, builder.world.uuid()] });
  const night = builder.tag('night shift');
  night.tm_delete = builder.daysAgo(60);
  person('Nora Night', 8, { tag_ids: [night.id] });
  builder.tag('Support');
}

function addBrokenQueues(builder: Builder): void {
  const { data } = builder;
  const hold = builder.flow('Silent hold', [
    ['webhook_send', { uri: 'https://hooks.acme.example/hold', method: 'POST' }],
  ]);
  builder.queue({ name: 'Overflow', wait_flow_id: hold.id, wait_timeout: 0 });
  const named = (name: string): QueueRow | undefined => data.queues.find((row) => row.name === name);
  const returns = named('Returns');
  if (returns) returns.total_serviced_count = 470;
  const vip = named('VIP');
  const team = builder.tag('vip');
  if (vip) vip.tag_ids = [team.id];
  for (const [index, name] of ['Viktor Prime', 'Vanessa First'].entries()) {
    builder.agent({
      name,
      username: `${name.toLowerCase().replace(' ', '.')}@acme.example`,
      status: 'away',
      tag_ids: [team.id],
      addresses: [{ type: 'tel', target: `+1415555${String(500 + index).padStart(4, '0')}` }],
      tm_update: builder.daysAgo(0.1),
    });
  }
  const line = data.numbers.find(({ name }) => name === 'VIP');
  const flow = data.flows.find(({ id }) => id === line?.call_flow_id);
  if (!vip || !line || !flow) return;
  for (const minutes of [4, 6]) addWaitingCaller(builder, { number: line, flow, queue: vip }, minutes * 60);
}

/** Hours that no one has renewed, and hours that someone has. */
export function addOpeningHours(builder: Builder): void {
  addEntrance(builder, 'Reception', '+899001000030', addHours(builder, 'Reception hours', 385));
  addEntrance(builder, 'Depot', '+899001000031', addHours(builder, 'Depot hours', 100));
}

/** A weekend of fraud: many calls to a country that was never called before. */
export function addFraud(builder: Builder, line: NumberRow): void {
  const { data, world, customer, billing } = builder;
  for (let index = 0; index < 90; index += 1) {
    // Within yesterday, UTC, whatever the hour is now.
    const midnight = Math.floor(world.now / DAY) * DAY;
    const start = (midnight - DAY + index * 600_000) * 1000 + index;
    const seconds = 900 + Math.floor(world.random() * 600);
    const units = Math.ceil(seconds / 60);
    const ended = start + seconds * 1_000_000;
    const id = world.uuid();
    const common = { customer_id: customer.id, tm_create: start, tm_update: ended, tm_delete: null };
    data.calls.push({
      id,
      owner_type: '',
      owner_id: NIL_UUID,
      flow_id: NIL_UUID,
      activeflow_id: NIL_UUID,
      type: 'sip-service',
      source: { type: 'tel', target: line.number },
      destination: { type: 'tel', target: `+25261${String(5_000_000 + index * 37)}` },
      status: 'hangup',
      direction: 'outgoing',
      hangup_by: 'remote',
      hangup_reason: 'normal',
      tm_ringing: start,
      tm_progressing: start,
      tm_hangup: ended,
      ...common,
    });
    data.billings.push({
      id: world.uuid(),
      account_id: billing.id,
      transaction_type: 'usage',
      status: 'end',
      reference_type: 'call',
      reference_id: id,
      cost_type: 'call_pstn_outgoing',
      usage_duration: seconds,
      billable_units: units,
      rate_token_per_unit: 0,
      rate_credit_per_unit: 10_000,
      amount_token: 0,
      amount_credit: -units * 10_000,
      balance_token_snapshot: billing.balance_token,
      balance_credit_snapshot: billing.balance_credit,
      idempotency_key: world.uuid(),
      tm_billing_start: start,
      tm_billing_end: ended,
      ...common,
    });
  }
}

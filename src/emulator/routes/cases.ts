/** `/contact_cases` for managers and, under `/service_agents`, for every agent: those of other customers are a 404. */
import { addCase, addNote, type Case } from '../cases.ts';
import type { Shape } from '../body.ts';
import { denied, internal, missing, ok, refuse, type EmulatorReply } from '../http.ts';
import { parseUuid } from '../ids.ts';
import { gate } from '../identity.ts';
import { isSetId } from '../../core/ids.ts';
import { finder, refuseOthers, type Gate } from '../resource.ts';
import {
  ADMIN_OR_MANAGER,
  isLive,
  listPage,
  pageOf,
  pathId,
  queryId,
  readToken,
  touch,
  type Call,
  type Route,
} from '../route.ts';
import { show } from '../tables/index.ts';

type FindCase = (call: Call) => Case;

export const managers: Gate = {
  check: (call, customerId) => {
    gate(call.identity, ADMIN_OR_MANAGER, customerId);
  },
};
/** A key counts as an agent here, a delegate does not. */
const agents: Gate = {
  enter(call) {
    if (call.identity.kind === 'delegate') throw denied();
  },
  check: refuseOthers,
};

const find = (gate: Gate): FindCase =>
  finder({ table: 'contact_cases', ids: 'lenient', unknown: missing, foreign: missing, gate });

const shown = (row: Case): EmulatorReply => ok(show('contact_cases', row));

/** The only list that refuses a malformed page token. */
function refuseBadToken(call: Call): void {
  const token = call.query.get('page_token');
  if (token && readToken(token) === undefined) throw internal();
}

const list =
  ({ enter, check }: Gate, wanted: (call: Call) => (row: Case) => boolean) =>
  (call: Call): EmulatorReply => {
    const { customerId } = call.identity;
    const filter = wanted(call);
    pageOf(call);
    enter?.(call);
    check(call, customerId);
    refuseBadToken(call);
    return listPage(call, 'contact_cases', { customerId, wanted: filter });
  };

/** Filters by status, owner and contact; values are not checked. */
function filtered(call: Call): (row: Case) => boolean {
  const [ownerId, contactId] = [queryId(call, 'owner_id'), queryId(call, 'contact_id')];
  const [status, ownerType] = [call.query.get('status'), call.query.get('owner_type')];
  const referenceId = call.query.get('reference_id');
  return (row) =>
    (!status || row.status === status) &&
    (!ownerType || row.owner_type === ownerType) &&
    (!referenceId || row.reference_id === referenceId) &&
    (ownerId === undefined || row.owner_id === ownerId) &&
    (contactId === undefined || row.contact_id === contactId);
}

/** Every row, without a page token: these lists have no pages. */
const whole = (rows: readonly object[]): EmulatorReply => ok({ result: rows, next_page_token: '' });

function unresolved(call: Call): EmulatorReply {
  pageOf(call);
  managers.check(call, call.identity.customerId);
  const open = call.world.tables.contact_cases
    .of(call.identity.customerId)
    .filter((row) => row.status === 'open' && row.contact_id === null);
  return whole([...open].reverse().map((row) => show('contact_cases', row)));
}

/** A contact must belong to the customer; an empty id removes the contact from the case. */
const setContact =
  (findCase: FindCase) =>
  (call: Call): EmulatorReply => {
    pathId(call, 'id', 'lenient');
    const id = parseUuid(call.body({ contact_id: 'string' }).contact_id);
    const row = findCase(call);
    const contact = call.world.tables.contacts.get(id ?? '');
    if (isSetId(id) && (contact === undefined || contact.customer_id !== row.customer_id || !isLive(contact)))
      throw missing('CONTACT_NOT_FOUND');
    row.contact_id = isSetId(id) ? id : null;
    touch(call.world, row);
    return shown(row);
  };

const close =
  (findCase: FindCase) =>
  (call: Call): EmulatorReply => {
    const row = findCase(call);
    if (row.status === 'closed') return shown(row);
    touch(call.world, row);
    Object.assign(row, {
      status: 'closed',
      closed_at: row.tm_update,
      closed_reason: 'agent_closed',
      closed_by_type: 'agent',
      closed_by_id: call.identity.agentId ?? null,
    });
    return shown(row);
  };

/** A new case for the same peer; the old one stays as it is. */
function resume(call: Call): EmulatorReply {
  const { id, customer_id, status, peer, reference_type, contact_id } = find(managers)(call);
  if (status !== 'closed') throw internal();
  return shown(addCase(call.world, customer_id, { peer, reference_type, contact_id, previous_case_id: id }));
}

function assign(call: Call): EmulatorReply {
  pathId(call, 'id', 'lenient');
  const { owner_id } = call.body({ owner_id: 'uuid' });
  const row = find(agents)(call);
  const agent = call.world.tables.agents.get(parseUuid(owner_id) ?? '');
  if (agent?.customer_id !== row.customer_id) throw missing();
  Object.assign(row, { owner_type: 'agent', owner_id: agent.id });
  touch(call.world, row);
  return shown(row);
}

/** A manager names the author of a note; an agent is always its own author. */
const note =
  (findCase: FindCase, shape: Shape, isOwn: boolean) =>
  (call: Call): EmulatorReply => {
    pathId(call, 'id', 'lenient');
    const { text = '', author_type = '', author_id } = call.body(shape) as Record<string, string | undefined>;
    const author = isOwn
      ? { author_type: 'agent', author_id: call.identity.agentId ?? null }
      : { author_type, author_id: parseUuid(author_id) ?? null };
    return ok(show('contact_case_notes', addNote(call.world, findCase(call), { text, ...author })));
  };

const notesOf = (call: Call, { id, customer_id }: Case) =>
  call.world.tables.contact_case_notes.of(customer_id).filter((row) => row.case_id === id && isLive(row));

const removeNote =
  (findCase: FindCase) =>
  (call: Call): EmulatorReply => {
    const noteId = pathId(call, 'note_id', 'lenient');
    const row = notesOf(call, findCase(call)).find(({ id }) => id === noteId);
    if (row === undefined) throw missing();
    row.tm_delete = call.world.stamp();
    return ok({});
  };

/** Routes for both managers and agents. */
function shared(path: string, who: Gate, makeNote: (call: Call) => EmulatorReply): Route[] {
  const findCase = find(who);
  const one = `${path}/{id}`;
  return [
    { method: 'GET', path: one, handle: (call) => shown(findCase(call)) },
    { method: 'PUT', path: one, handle: setContact(findCase) },
    { method: 'POST', path: `${one}/close`, handle: close(findCase) },
    {
      method: 'GET',
      path: `${one}/notes`,
      handle: (call) => whole(notesOf(call, findCase(call)).map((row) => show('contact_case_notes', row))),
    },
    { method: 'POST', path: `${one}/notes`, handle: makeNote },
    { method: 'DELETE', path: `${one}/notes/{note_id}`, handle: removeNote(findCase) },
  ];
}

const path = '/v1.0/contact_cases';
const agentsPath = '/v1.0/service_agents/contact_cases';
const authorShape = { text: 'string', author_type: 'string', author_id: 'uuid' } as const;

export const caseRoutes: readonly Route[] = [
  { method: 'GET', path: `${path}/unresolved`, handle: unresolved },
  { method: 'GET', path, handle: list(managers, filtered) },
  ...shared(path, managers, note(find(managers), authorShape, false)),
  { method: 'POST', path: `${path}/{id}/continue`, handle: resume },
  {
    method: 'POST',
    path: `${path}/{id}/messages`,
    handle(call) {
      pathId(call, 'id', 'lenient');
      call.body({ source: 'string', destination: 'string', text: 'string' });
      const { status } = find(managers)(call);
      if (status === 'closed') throw refuse('FAILED_PRECONDITION', 'STATE_INVALID');
      // The emulator has no provider that could deliver it.
      throw internal();
    },
  },
  { method: 'GET', path: agentsPath, handle: list(agents, () => () => true) },
  ...shared(agentsPath, agents, note(find(agents), { text: 'string' }, true)),
  { method: 'POST', path: `${agentsPath}/{id}/assign`, handle: assign },
];

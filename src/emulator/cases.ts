/** Contact cases: what someone outside wants, from opening to closing. */
import { keyOf } from './addresses.ts';
import { addRow } from './rows.ts';
import type { RowOf } from './tables/index.ts';
import type { World } from './world.ts';

export type Case = RowOf<'contact_cases'>;
export type Note = RowOf<'contact_case_notes'>;

const textOf = (option: Readonly<Record<string, unknown>>, name: string): string =>
  typeof option[name] === 'string' ? option[name] : '';

/** One open case for each peer: a second `case_create` adds its note to it. */
export function openCase(
  world: World,
  conversation: RowOf<'conversations'>,
  option: Readonly<Record<string, unknown>>,
): void {
  const peer = keyOf(conversation.peer);
  const open = world.tables.contact_cases
    .of(conversation.customer_id)
    .find((row) => row.status === 'open' && keyOf(row.peer) === peer);
  const row =
    open ??
    addCase(world, conversation.customer_id, {
      peer: conversation.peer,
      local: conversation.self,
      name: textOf(option, 'name'),
      detail: textOf(option, 'detail'),
      reference_type: 'conversation_message',
      reference_id: conversation.id,
    });
  const text = textOf(option, 'note');
  if (text !== '') addNote(world, row, { author_type: 'system', text });
}

/** `tm_update` is set on creation. */
export function addCase(world: World, customerId: string, fields: Partial<Case>): Case {
  return addRow({ world }, 'contact_cases', customerId, fields, ({ tm_create }) => ({
    status: 'open',
    opened_at: tm_create,
    tm_update: tm_create,
  }));
}

export const addNote = (world: World, { id, customer_id }: Case, fields: Partial<Note>): Note =>
  addRow({ world }, 'contact_case_notes', customer_id, { ...fields, case_id: id });

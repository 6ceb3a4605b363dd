import * as wire from '../api/wire.ts';
import { created, id, name } from './columns.ts';
import { oneOf } from './index.ts';
import type { Listed } from './kind.ts';

export const conversationAccounts: Listed<wire.ConversationAccount> = {
  one: oneOf('conversation_accounts'),
  path: 'conversation_accounts',
  wire: wire.conversationAccount,
  columns: [name, created, id],
};

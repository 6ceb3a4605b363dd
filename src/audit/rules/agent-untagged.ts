import { agent, id, queue } from '../examples.ts';
import { answersCalls, hasAddress } from '../people.ts';
import { byId } from '../repair.ts';
import { defineRule } from '../rule.ts';
import { agentSubject } from '../subjects.ts';
import { onlyWantedTag } from '../tag-choice.ts';
import { wantedTags } from '../../calls/teams.ts';

export const agentUntagged = defineRule({
  id: 'agent-untagged',
  title: 'an agent has no tag, and gets no calls',
  category: 'access',
  severity: 'medium',
  since: '0.2.0',
  needs: ['agents', 'queues'],
  why: 'Queues find agents by tag. An agent without tags is never rung by a queue that asks for one, while the others take all the calls.',
  fix: "give the agent the tags of its department's queue: `voipbin agents update <agent> --tag <name>`",
  messages: {
    only_open_queues: 'has no tag: only queues without tags ring this agent',
    no_queue: 'has no tag: no queue rings this agent',
  },
  variants: [{ severity: 'low', when: 'queues without tags still ring the agent' }],
  repair: {
    does: 'gives an agent with a phone the tag that all queues ask for, if they all ask for the same one',
    needs: ['tags'],
  },
  examples: {
    ok: () => [
      { name: 'an agent has a tag', account: { agents: [agent({ tag_ids: [id(50)] })], queues: [queue()] } },
      {
        name: 'an agent has no tag, and the account has no queues',
        account: { agents: [agent()], queues: [] },
      },
      {
        name: 'an agent has no tag, and no queue asks for one',
        account: { agents: [agent()], queues: [queue({ tag_ids: [] })] },
      },
      {
        name: 'an administrator who answers no calls has no tag',
        account: { agents: [agent({ permission: 32 })], queues: [queue()] },
      },
    ],
    bad: () => [
      {
        name: 'an agent has no tag, and the only queue asks for one',
        account: { agents: [agent()], queues: [queue()] },
      },
      {
        name: 'an agent has no tag, and only one of two queues rings agents without a tag',
        account: { agents: [agent()], queues: [queue(), queue({ id: id(41), tag_ids: [] })] },
      },
      {
        name: 'an agent has "null" in place of a list of tags',
        account: { agents: [agent({ tag_ids: null })], queues: [queue()] },
      },
    ],
  },
  *check({ agents, queues, tags }) {
    const live = queues.filter(({ tm_delete }) => !tm_delete);
    const asking = live.filter((row) => wantedTags(row).length > 0);
    if (asking.length === 0) return;
    const only = onlyWantedTag(queues, tags ?? []);
    const open = asking.length < live.length;
    for (const row of agents) {
      if (row.tm_delete || !answersCalls(row) || wantedTags(row).length > 0) continue;
      yield {
        subject: agentSubject(row),
        messageId: open ? 'only_open_queues' : 'no_queue',
        ...(open && { severity: 'low' as const }),
        ...(only &&
          hasAddress(row) && {
            repair: {
              because: `${only.name || only.id} is the only tag that queues ask for`,
              changes: [{ kind: 'agents', id: row.id, give: [byId(only.id)] }],
            },
          }),
      };
    }
  },
});

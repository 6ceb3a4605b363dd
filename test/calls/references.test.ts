/** What an action names outside of its flow. */
import { describe, expect, it } from 'vitest';
import { id } from '../../src/audit/examples.ts';
import type { Action } from '../../src/api/wire.ts';
import { pointersIn, type Pointer } from '../../src/calls/references.ts';
import { NIL_UUID } from '../../src/core/ids.ts';

const agent = (target: unknown) => ({ type: 'agent', target });
const to = (type: string, destinations: unknown) => ({ type, option: { destinations } });
const connected: Pointer = { kind: 'agent', id: id(10), where: 'connect.destinations' };

describe('an action names', () => {
  it.each<[string, Action, Pointer[]]>([
    ['an agent', to('connect', [agent(` ${id(10).toUpperCase()} `)]), [connected]],
    [
      'agents, whatever else is called',
      to('connect', [{ type: 'tel', target: '+1' }, agent(id(10)), agent(id(11))]),
      [connected, { ...connected, id: id(11) }],
    ],
    [
      'the agents that can be read',
      to('connect', [null, 'x', [], agent(7), { type: 7, target: id(9) }, {}, agent(id(10))]),
      [connected],
    ],
    ['no agent that is filled in later', to('connect', [agent('${agent.id}')]), []],
    ['no agent without an id', to('connect', [agent(''), agent(NIL_UUID), agent(null)]), []],
    ['no agent where there is no list', to('connect', agent(id(10))), []],
    ['nothing without options', { type: 'connect' }, []],
    [
      'the agent and the flow of another call',
      { type: 'call', option: { flow_id: id(30), destinations: [agent(id(10))] } },
      [
        { kind: 'flow', id: id(30), where: 'call.flow_id', starts: 'call' },
        { kind: 'agent', id: id(10), where: 'call.destinations', starts: 'call' },
      ],
    ],
    [
      'what is nested in a call, at any depth',
      {
        type: 'call',
        option: {
          actions: [
            null,
            { type: 'call', option: { actions: [to('connect', [agent(id(10))])] } },
            { type: 'recording_start', option: { on_end_flow_id: id(31) } },
          ],
        },
      },
      [
        { ...connected, starts: 'call' },
        { kind: 'flow', id: id(31), where: 'recording_start.on_end_flow_id', starts: 'run' },
      ],
    ],
    ['nothing nested elsewhere', { type: 'talk', option: { actions: [to('connect', [agent(id(10))])] } }, []],
  ])('%s', (_what, action, pointers) => {
    expect(pointersIn({ actions: [action] })).toEqual(pointers);
  });
});

/** What a plan may rely on because the account's own runs show it. */
import type { Api } from '../../../api/api.ts';
import { hazardsOf } from '../../../plan/obstacles/hazards.ts';
import type { PlanOptions } from '../../../plan/options.ts';
import type { PlanDocument } from '../../../resources/document.ts';
import { serverFaults } from '../../../snapshot/server-evidence.ts';
import type { Context } from '../../context.ts';
import { recentEvidence } from '../../server-evidence.ts';
import type { Source } from './source.ts';

/** The options with what works on this server; it is asked for only where the file depends on it. */
export async function knowingServer(
  { host }: Context,
  api: Api,
  { plan, saved }: Source,
  options: PlanOptions,
): Promise<PlanOptions> {
  if (saved !== undefined || !dependsOnServer(plan.document)) return options;
  const evidence = await recentEvidence(api, host.clock.now());
  return { ...options, works: serverFaults.filter((fault) => evidence[fault]?.works === true) };
}

const dependsOnServer = ({ flows = {} }: PlanDocument): boolean =>
  Object.values(flows).some((flow) => hazardsOf(flow.actions ?? []).length > 0);

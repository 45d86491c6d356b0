// A judgement that says nothing, for where there is none.

import type { Analysis } from "../wire";

export const nothingSaid: Analysis = {
  findings: [],
  metrics: {
    services: {},
    domains: {},
    system: {
      services: 0,
      connections: 0,
      dependencies: 0,
      tangles: 0,
      largest_tangle: 0,
      call_cycles: 0,
      propagation_cost: null,
      sync_depth_max: 0,
      shared_stores: 0,
      nccd: null,
      feedback_arcs: 0,
      feedback_exact: true,
      core_share: null,
      mutual_calls: 0,
      data_autonomy: null,
      modularity: null,
    },
  },
  coverage: { said: [], rules: [], off: [], unmatched: [], stale_waivers: [], left_out: [], estimated: [] },
};

// The design behind the rows of the gallery: one service that is free, and one that is locked.

import { placement, service } from "../project/design.fixture";
import { nothingSaid } from "../project/nothing-said";
import type { Snapshot } from "../wire";

export const lockedId = "service:ledger";

const locked = placement(lockedId, 0, 0);

export const rowSnapshot: Snapshot = {
  step: 0,
  path: "",
  records: [service("orders"), service("ledger"), locked.kind === "placement" ? { ...locked, value: { ...locked.value, locked: true } } : locked],
  analysis: nothingSaid,
  took_ms: 0,
  undo: null,
  redo: null,
  saved: true,
};

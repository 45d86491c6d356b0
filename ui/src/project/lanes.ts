// A topology as lanes: which services run in which deployable.

import type { Deployable, Id, Role, Service } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";

export interface Lane {
  id: Id;
  name: string;
  deployable: Deployable;
  services: readonly Id[];
}

const withCrates: readonly Role[] = ["business", "ui", "adapter"];

/** Whether a crate is generated for it, so that it stands in a lane. */
export const isGenerated = (service: Service): boolean =>
  service.implementation.kind === "generated" && withCrates.includes(service.role);

export function lanesOf(drawing: Drawing, topology: Id): Lane[] {
  const deployables = drawing.children(topology, "deployable").map((entry) => entry.value);
  const named = new Set(deployables.flatMap((deployable) => deployable.services));
  const rest = drawing
    .of("service")
    .filter((entry) => isGenerated(entry.value) && !named.has(idOf(entry)))
    .map(idOf);
  return deployables.map((deployable) => ({
    id: deployable.head.id,
    name: deployable.head.name,
    deployable,
    services: [...deployable.services, ...(deployable.rest ? rest : [])],
  }));
}

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

/** Everything in the order of the outline. */
const inOrder = (drawing: Drawing): Id[] =>
  [...drawing.children(null, "domain"), ...drawing.children(null, "service")].flatMap((entry) => drawing.within(idOf(entry)));

export function lanesOf(drawing: Drawing, topology: Id): Lane[] {
  const deployables = drawing.children(topology, "deployable").map((entry) => entry.value);
  const named = new Set(deployables.flatMap((deployable) => deployable.services));
  const rest = inOrder(drawing).filter((id) => {
    const service = drawing.as("service", id);
    return service && isGenerated(service.value) && !named.has(id);
  });
  return deployables.map((deployable) => ({
    id: deployable.head.id,
    name: deployable.head.name,
    deployable,
    services: [...deployable.services, ...(deployable.rest ? rest : [])],
  }));
}

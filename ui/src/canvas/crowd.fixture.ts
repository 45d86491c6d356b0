// A large drawing of any size, always the same for the same numbers.

import type { Sheet, SheetConnection, SheetDomain, SheetNode, SheetRow } from "./sheet";

const names = ["order", "price", "stock", "ledger", "session", "route", "search", "fraud", "tax", "parcel"];
const things = ["core", "entry", "status", "planner", "index", "gateway", "intent", "rules"];

export function crowd(domainCount: number, perDomain: number, density = 3.3): Sheet {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const domains: SheetDomain[] = [];
  const nodes: SheetNode[] = [];
  const across = Math.ceil(Math.sqrt(domainCount * 0.8));
  const columns = 6;
  const wide = columns * 260 + 400;
  const high = Math.ceil(perDomain / columns) * 240 + 420;
  for (let d = 0; d < domainCount; d += 1) {
    const id = `d${d}`;
    const count = Math.max(4, Math.round(perDomain * (0.5 + random() * 0.8)));
    domains.push({ id, name: `${pick(names)} ${d}`, hue: d % 8, parent: null, count: `${count} services` });
    const left = (d % across) * wide;
    const top = Math.floor(d / across) * high;
    for (let i = 0; i < count; i += 1) {
      const sid = `${id}.s${i}`;
      const operations = 1 + Math.floor(random() * 3);
      const rows: SheetRow[] = [{ id: `${sid}.api`, kind: "api", text: "API" }];
      for (let o = 0; o < operations; o += 1) {
        rows.push({
          id: `${sid}.o${o}`,
          kind: "operation",
          verb: pick(["GET", "POST", "PUT"]),
          text: `/${pick(names)}s/{id}`,
        });
      }
      rows.push({ id: `${sid}.e`, kind: "event", text: "Changed" });
      nodes.push({
        id: sid,
        kind: "service",
        name: `${pick(names)}-${pick(things)}`,
        subtitle: "Some team",
        hue: d % 8,
        domain: id,
        x: left + (i % columns) * 260,
        y: top + Math.floor(i / columns) * 240,
        rows,
        heat: Math.floor(random() * random() * 5),
      });
    }
  }
  const connections: SheetConnection[] = [];
  const total = Math.round(nodes.length * density);
  for (let c = 0; c < total; c += 1) {
    const from = pick(nodes);
    const near = random();
    const to = near < 0.7 ? pick(nodes.filter((n) => n.domain === from.domain)) : pick(nodes);
    if (from === to) continue;
    connections.push({
      id: `c${c}`,
      kind: random() < 0.7 ? "call" : "subscribe",
      from: from.rows![1]!.id,
      to: random() < 0.7 ? to.rows![1]!.id : `${to.id}.e`,
      ...(c === 3 ? { badge: { severity: "error", text: "Cycle", cycle: true } as const } : {}),
    });
  }
  return { nodes, domains, connections };
}

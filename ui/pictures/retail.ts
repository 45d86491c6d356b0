// The large design of the pictures: 302 services of a retail group in 14 domains, the same every time.

interface Group {
  name: string;
  services: number;
  column: number;
  y: number;
  /** Domains it calls. */
  calls: readonly string[];
}

const groups: readonly Group[] = [
  { name: "Storefront", services: 24, column: 0, y: 0, calls: ["Orders", "Pricing"] },
  { name: "Search", services: 16, column: 0, y: 1414, calls: ["Pricing"] },
  { name: "Identity", services: 20, column: 0, y: 2658, calls: ["Orders", "Loyalty"] },
  { name: "Content", services: 18, column: 0, y: 4072, calls: ["Loyalty"] },
  { name: "Orders", services: 28, column: 1, y: 240, calls: ["Payments", "Fraud", "Pricing"] },
  { name: "Pricing", services: 22, column: 1, y: 2117, calls: ["Fraud", "Ledger"] },
  { name: "Loyalty", services: 14, column: 1, y: 4072, calls: ["Ledger", "Tax"] },
  { name: "Payments", services: 30, column: 2, y: 0, calls: ["Fulfilment", "Fraud"] },
  { name: "Fraud", services: 18, column: 2, y: 1592, calls: ["Ledger", "Fulfilment"] },
  { name: "Ledger", services: 24, column: 2, y: 2828, calls: ["Warehouse"] },
  { name: "Tax", services: 10, column: 2, y: 4240, calls: ["Carriers"] },
  { name: "Fulfilment", services: 34, column: 3, y: 0, calls: ["Warehouse"] },
  { name: "Warehouse", services: 28, column: 3, y: 2117, calls: ["Carriers"] },
  { name: "Carriers", services: 16, column: 3, y: 4072, calls: [] },
];

const perRow = 6;
/** A card is as large as the block it is drawn as at 14 %; between blocks are 4 px, around them 11. */
const card = { w: 160, h: 140 };
const pitch = { x: 180, y: 172, column: 1620 };
const around = 80;

/** Numbers from 0 to 1 that are the same every time. */
function dice(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Its text form. */
export function retail(): string {
  const roll = dice();
  const nameOf = (group: Group, i: number) => `${group.name.toLowerCase()}-${i + 1}`;
  // Few are called by many.
  const pick = (group: Group) => nameOf(group, Math.floor(group.services * roll() ** 2.2));
  const lines = ["cleave 1", 'design "Retail group"'];
  const places: string[] = [];
  for (const group of groups) {
    lines.push(`domain ${group.name} {`);
    for (let i = 0; i < group.services; i += 1) {
      const own = nameOf(group, i);
      const calls = new Set<string>();
      for (let n = Math.floor(roll() * 5.4); n > 0; n -= 1) {
        // Inwards only, so that the one cycle is the one below.
        const later = i + 1 + Math.floor((group.services - i - 1) * roll() ** 2.2);
        if (later < group.services) calls.add(nameOf(group, later));
      }
      for (const other of group.calls) if (roll() < 0.75) calls.add(pick(groups.find((g) => g.name === other)!));
      if (group.name === "Payments" && i === 0) calls.add("orders-1");
      if (group.name === "Orders" && i === 0) calls.add("payments-1");
      calls.delete(own);
      // As high as its block.
      const api = ["        api api {", "            query get", "            query list", "            command change", "        }"];
      const events = i % 3 === 0 ? [`        event Changed${own.replace(/\W/g, "")} key=id {`, "            id uuid", "        }", `        publishes Changed${own.replace(/\W/g, "")}`] : [];
      const heard = group.calls.flatMap((other, k) => (i % 2 === k ? [groups.find((g) => g.name === other)!] : []));
      const subscribes = heard.map((other) => nameOf(other, 3 * Math.floor((other.services / 3) * roll() ** 2))).map((from) => `        subscribes ${from}.Changed${from.replace(/\W/g, "")}`);
      lines.push(`    service ${own} {`, ...api, ...events, ...[...calls].map((to) => `        calls ${to}`), ...subscribes, "    }");
      const x = group.column * pitch.column + (i % perRow) * pitch.x;
      places.push(`place service:${own} x=${x} y=${group.y + Math.floor(i / perRow) * pitch.y} width=${card.w} height=${card.h}`);
    }
    const rows = Math.ceil(group.services / perRow);
    const frame = [group.column * pitch.column - around, group.y - around, (perRow - 1) * pitch.x + card.w + 2 * around, (rows - 1) * pitch.y + card.h + 2 * around];
    places.push(`place domain:${group.name} x=${frame[0]} y=${frame[1]} width=${frame[2]} height=${frame[3]}`);
    lines.push("}");
  }
  return [...lines, ...places, ""].join("\n");
}

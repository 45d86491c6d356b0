// Going through the rows of the outline: the row the keyboard is at, what is chosen, opened and searched for.

import { tick, untrack } from "svelte";
import { type Drawing, onlyMoved } from "../project/drawing";
import { isHit, opensFor, type OutlineRow, outlineOf } from "../project/outline";
import { unhide } from "../verbs/views";
import type { Workbench } from "../verbs/workbench.svelte";
import type { Id } from "../wire";

/** Letters typed this near to each other are one word, in ms. */
const together = 700;

export class OutlineWalk {
  search = $state("");
  private told: { drawing: Drawing; turn: number } | null = null;
  /** Another number when the design says something else; where things stand is not said in the outline. */
  private readonly turn: number = $derived.by(() => {
    const { drawing } = this.bench.project;
    const { told } = this;
    const turn = told && onlyMoved(drawing, told.drawing) ? told.turn : (told?.turn ?? 0) + 1;
    this.told = { drawing, turn };
    return turn;
  });
  readonly rows: readonly OutlineRow[] = $derived.by(() => {
    void this.turn;
    const drawing = untrack(() => this.bench.project.drawing);
    return outlineOf(drawing, this.bench.project.signs, this.bench.desk.opened, this.search);
  });
  /** The row the keyboard is at. */
  private cursor = $state<Id | null>(null);
  /** Where a range that is selected with Shift began. */
  private anchor: Id | null = null;
  private typed = { text: "", at: 0 };
  private readonly bench: Workbench;
  private readonly show: (index: number) => void;

  /** `show` brings a row into view. */
  constructor(bench: Workbench, show: (index: number) => void) {
    this.bench = bench;
    this.show = show;
  }

  readonly at: number = $derived.by(() => {
    const id = this.cursor ?? this.bench.desk.selected;
    return Math.max(0, this.rows.findIndex((row) => row.id === id));
  });

  /** What was selected elsewhere is opened down to and shown. */
  follow(id: Id): void {
    if (this.search === "") for (const open of opensFor(this.bench.project.drawing, id)) this.bench.desk.opened.add(open);
    this.cursor = id;
    this.anchor = id;
    void tick().then(() => {
      const index = this.rows.findIndex((row) => row.id === id);
      if (index >= 0) this.show(index);
    });
  }

  choose(row: OutlineRow, how: "only" | "toggle" | "range" = "only"): void {
    const { desk, canvas } = this.bench;
    const before = this.at;
    this.cursor = row.id;
    if (row.heading) {
      if (how === "only") this.toggle(row);
      return;
    }
    if (how === "toggle") {
      this.anchor = row.id;
      desk.selection = desk.selection.includes(row.id) ? desk.selection.filter((id) => id !== row.id) : [...desk.selection, row.id];
    } else if (how === "range") {
      const anchored = this.rows.findIndex((r) => r.id === this.anchor);
      const [from, to] = [anchored < 0 ? before : anchored, this.rows.indexOf(row)];
      this.anchor = this.rows[from]?.id ?? row.id;
      const range = this.rows.slice(Math.min(from, to), Math.max(from, to) + 1);
      desk.selection = range.filter((r) => !r.heading).map((r) => r.id);
    } else {
      this.anchor = row.id;
      desk.select(row.id);
      desk.focused = null;
      unhide(this.bench, [row.id]);
      canvas?.reveal(row.id);
    }
  }

  /** A view is opened, anything else chosen. */
  open(row: OutlineRow): void {
    if (row.kind === "view" && !row.heading) this.bench.goTo(row.id);
    else this.choose(row);
  }

  toggle(row: OutlineRow, open = !row.open): void {
    if (!open) this.bench.desk.opened.delete(row.id);
    else if (row.opens) this.bench.desk.opened.add(row.id);
  }

  openAll(open: boolean): void {
    const { desk, project } = this.bench;
    desk.opened.clear();
    if (!open) return;
    for (const kind of ["domain", "service", "api", "store"] as const) for (const entry of project.drawing.of(kind)) desk.opened.add(entry.value.head.id);
    for (const kind of ["external", "actor", "note", "view", "waiver"]) desk.opened.add(`group:${kind}`);
  }

  /** Goes to a row; the selection goes along, except to a heading. */
  go(to: number, how: "only" | "range" = "only"): void {
    const row = this.rows[Math.max(0, Math.min(this.rows.length - 1, to))];
    if (!row) return;
    if (row.heading) this.cursor = row.id;
    else this.choose(row, how);
    this.show(this.rows.indexOf(row));
  }

  /** The first row that was searched for. */
  goFound(): void {
    const found = this.rows.findIndex((row) => isHit(this.bench.project.drawing, row, this.search));
    this.go(Math.max(0, found));
  }

  /** Letters go to the next row that begins with them. */
  private typeAhead(letter: string, time: number): void {
    const text = time - this.typed.at < together ? this.typed.text + letter : letter;
    this.typed = { text, at: time };
    const wanted = text.toLowerCase();
    const { at, rows } = this;
    // A first letter goes on from here; more letters may stay.
    for (let i = text.length > 1 ? 0 : 1; i <= rows.length; i++) {
      const index = (at + i) % rows.length;
      const row = rows[index];
      const name = row && this.bench.project.drawing.name(row.id);
      if (row?.text.toLowerCase().startsWith(wanted) || name?.toLowerCase().startsWith(wanted)) return this.go(index);
    }
  }

  /** Answers whether the key meant something here. */
  key(event: KeyboardEvent, page: number): boolean {
    const { at, rows } = this;
    const row = rows[at];
    if (!row || event.altKey || event.metaKey) return false;
    if (event.ctrlKey) {
      if (event.key !== " ") return false;
      this.choose(row, "toggle");
      return true;
    }
    const how = event.shiftKey ? "range" : "only";
    const moves: { [key: string]: () => void } = {
      ArrowDown: () => this.go(at + 1, how),
      ArrowUp: () => this.go(at - 1, how),
      Home: () => this.go(0, how),
      End: () => this.go(rows.length - 1, how),
      PageDown: () => this.go(at + page, how),
      PageUp: () => this.go(at - page, how),
    };
    const plain: { [key: string]: () => void } = {
      ArrowRight: () => (row.open ? this.go(at + 1) : this.toggle(row, true)),
      ArrowLeft: () => {
        const parent = rows.findLastIndex((r, i) => i < at && r.level < row.level);
        if (row.open) this.toggle(row, false);
        else if (parent >= 0) this.go(parent);
      },
      Enter: () => this.open(row),
      " ": () => this.choose(row),
      "*": () => rows.forEach((mate) => mate.level === row.level && this.toggle(mate, true)),
    };
    const does = moves[event.key] ?? (event.shiftKey && event.key !== "*" ? undefined : plain[event.key]);
    if (does) does();
    // `?` shows the shortcuts everywhere.
    else if (event.key.length === 1 && event.key !== "?" && event.key.trim() !== "") this.typeAhead(event.key, event.timeStamp);
    else return false;
    return true;
  }
}

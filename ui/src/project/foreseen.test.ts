// What the engine foresaw of an edit shows at once; what it then answers counts.

import { expect, test } from "vitest";
import { type Host, Refused } from "../host/host";
import type { Applied, Command, Record as Entry, Reply, Snapshot } from "../wire";
import { connection, finding, shop } from "./design.fixture";
import { nothingSaid } from "./nothing-said";
import { Project } from "./project.svelte";

const line = connection("call", "operation:inventory.reserve", "operation:orders.get_order") as Extract<Entry, { kind: "connection" }>;
const command: Command = { kind: "connect", of: { connection: "call", from: line.value.from, to: line.value.to, fields: {} } };
const back = finding("cycle-sync", { marks: [line.value.head.id] });

const snapshot = (step: number, records: Entry[]): Snapshot => ({ step, path: "shop.cleave", records, analysis: nothingSaid, took_ms: 1, undo: null, redo: null, saved: true });

function applied(step: number): Applied {
  const patch = { findings: [{ kind: "fresh" as const, of: back }], services: {}, domains: {}, gone: [], system: nothingSaid.metrics.system, coverage: null };
  return { step, label: "Connect", change: [{ before: null, after: line }], judgement: { kind: "patch", of: patch }, took_ms: 2, undo: "Connect", redo: null, saved: true };
}

/** A project at step 4 whose host answers when it is told to. */
function open(): { project: Project; asked: string[]; answer: (reply: Reply | Refused) => Promise<void> } {
  const waiting: ((reply: Reply | Refused) => void)[] = [];
  const asked: string[] = [];
  const host: Host = {
    kind: "browser",
    send: (request) => {
      asked.push(request.kind);
      return new Promise((done, fail) => waiting.push((reply) => (reply instanceof Refused ? fail(reply) : done(reply))));
    },
    listen: () => () => undefined,
  };
  const project = new Project(host);
  project.open(snapshot(4, shop()));
  return {
    project,
    asked,
    answer: async (reply) => {
      await new Promise((done) => setTimeout(done));
      waiting.shift()!(reply);
      await new Promise((done) => setTimeout(done));
    },
  };
}

const shown = ({ records, analysis, step, undoLabel }: Project) => [records.has(line.value.head.id), analysis.findings.length, step, undoLabel];

test("it shows before the answer, and the answer changes nothing", async () => {
  const { project, asked, answer } = open();
  const outcome = project.apply(command, null, applied(5));
  expect(shown(project)).toEqual([true, 1, 5, "Connect"]);
  const { records, analysis } = project;
  await answer({ kind: "applied", of: applied(5) });
  expect((await outcome).done).toEqual(applied(5));
  expect([project.records === records, project.analysis === analysis, project.waiting]).toEqual([true, true, 0]);
  expect(asked).toEqual(["apply"]);
});

test("what is not on disk is told by the answer", async () => {
  const { project, answer } = open();
  const outcome = project.apply(command, null, applied(5));
  expect(project.saved).toBe(true);
  await answer({ kind: "applied", of: { ...applied(5), saved: false } });
  await outcome;
  expect([project.saved, ...shown(project)]).toEqual([false, true, 1, 5, "Connect"]);
});

test("a refusal takes it back, whether or not the host then answers", async () => {
  const fault = new Refused({ code: "refused", message: "It was changed elsewhere in the meantime", hint: null });
  for (const then of [{ kind: "opened", of: snapshot(5, shop()) } as Reply, fault]) {
    const { project, asked, answer } = open();
    const outcome = project.apply(command, null, applied(5));
    await answer(fault);
    expect(shown(project)).toEqual([false, 0, 4, null]);
    await answer(then);
    expect((await outcome).fault).toEqual(fault.fault);
    expect(shown(project)).toEqual([false, 0, then === fault ? 4 : 5, null]);
    expect(asked).toEqual(["apply", "snapshot"]);
  }
});

test("another answer than was foreseen brings everything anew", async () => {
  const worse = { ...applied(5), judgement: null };
  for (const other of [worse, applied(6), { ...applied(5), change: [] }]) {
    const { project, asked, answer } = open();
    void project.apply(command, null, applied(5));
    await answer({ kind: "applied", of: other });
    expect(asked).toEqual(["apply", "snapshot"]);
    await answer({ kind: "opened", of: snapshot(6, [...shop(), line]) });
    expect(shown(project)).toEqual([true, 0, 6, null]);
  }
});

test("nothing is shown ahead of another step, or while another edit is on its way", async () => {
  const { project, answer } = open();
  void project.apply(command, null, applied(6));
  expect(shown(project)).toEqual([false, 0, 4, null]);
  void project.apply(command, null, applied(5));
  expect(shown(project)).toEqual([false, 0, 4, null]);
  await answer({ kind: "applied", of: applied(5) });
  expect(shown(project)).toEqual([true, 1, 5, "Connect"]);
});

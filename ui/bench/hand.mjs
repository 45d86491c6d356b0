// In the page of the running app: a hand that draws connections, and clocks on what comes of it. Sent there as text.

export function hand() {
  const surface = [...document.querySelectorAll("[data-testid=canvas] canvas")].at(-1);
  // Events made by a page have no pointer that could be captured.
  surface.setPointerCapture = () => undefined;

  // What is asked of the engine, over HTTP or through the desktop window: when it was sent and answered, what it took to
  // read the answer, and what everybody did who waited for it.
  const asked = {};
  const clear = () => Object.keys(asked).forEach((kind) => delete asked[kind]);
  const later = (does) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = does;
    port2.postMessage(0);
  };
  const fetched = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (address, init) => {
    const body = typeof init?.body === "string" ? init.body : init?.body ? new TextDecoder().decode(init.body) : "";
    const kind = /"kind":"([\w-]+)"/.exec(body.slice(0, 80))?.[1];
    const sent = performance.now();
    const response = await fetched(address, init);
    if (!kind) return response;
    const text = response.text.bind(response);
    const note = (words, answered, read) => {
      const one = { sent, answered, read, bytes: words.length, applied: 0, painted: 0 };
      asked[kind] = one;
      // The first frame after the answer, which is asked for before anybody hears of it.
      ask(() => later(() => (one.painted = performance.now())));
      // Whoever waited for it goes on before anything else happens.
      later(() => (one.applied = performance.now() - answered - read));
    };
    response.json = async () => {
      const words = await text();
      const answered = performance.now();
      const value = JSON.parse(words);
      note(words, answered, performance.now() - answered);
      return value;
    };
    response.text = async () => {
      const words = await text();
      note(words, performance.now(), 0);
      return words;
    };
    return response;
  };

  // Callbacks of animation frames, whoever asked for them.
  const clock = { frames: 0, last: 0, script: 0 };
  const ask = globalThis.requestAnimationFrame.bind(globalThis);
  let ours = 0;
  globalThis.requestAnimationFrame = (callback) =>
    ask((time) => {
      if (time !== clock.last) {
        clock.last = time;
        clock.frames += 1;
      }
      const start = performance.now();
      callback(time);
      clock.script += performance.now() - start;
    });
  const frame = () => new Promise((done) => ((ours += 1), ask(done)));
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  /** After what the next frame shows has been painted. */
  const painted = async () => {
    await frame();
    await new Promise(later);
    return performance.now();
  };
  const point = (kind, { x, y }) =>
    surface.dispatchEvent(
      new PointerEvent(kind, { pointerId: 1, pointerType: "mouse", bubbles: true, clientX: x, clientY: y, button: kind === "pointermove" ? -1 : 0, buttons: kind === "pointerup" ? 0 : 1 }),
    );
  async function until(holds, ms = 60_000) {
    for (const end = performance.now() + ms; performance.now() < end; await pause(4)) if (holds()) return true;
    return false;
  }
  const test = window.cleaveTest;
  const shown = (id) => document.querySelector(`[data-testid=${id}]`);
  const key = (key, more = {}) => shown("canvas").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));

  window.live = {
    /** An operation in the middle of the view at full size, and others that show beside it. */
    async find(targets) {
      const services = test.all("service");
      const start = services[Math.floor(services.length / 2)].value.head;
      shown("search").click();
      await until(() => shown("palette-input"));
      const input = shown("palette-input");
      input.value = `#${start.name}`;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await pause(600);
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      await pause(800);
      shown("canvas").focus();
      key("0", { ctrlKey: true, code: "Digit0" });
      await pause(1500);
      const box = surface.getBoundingClientRect();
      const isSeen = (p) => p && p.x > box.left + 60 && p.y > box.top + 60 && p.x < box.right - 60 && p.y < box.bottom - 60;
      const seen = test.all("operation").flatMap(({ value }) => {
        const at = test.port(value.head.id, "right");
        const row = test.locate(value.head.id);
        return isSeen(at) && row && isSeen(row) ? [{ id: value.head.id, home: value.head.home, at, row: { x: row.x + row.w / 2, y: row.y + row.h / 2 } }] : [];
      });
      this.from = seen[0];
      this.targets = seen.filter((one) => one.home !== this.from?.home).slice(0, targets);
      return this.targets.length;
    },
    /** Rests on the port as a hand does that is about to draw, then takes it up. */
    async grab() {
      const { at } = this.from;
      clear();
      point("pointermove", at);
      const rested = performance.now();
      await until(() => asked.affordances, 5000);
      await pause(60);
      const told = asked.affordances;
      point("pointerdown", at);
      const start = performance.now();
      point("pointermove", { x: at.x + 20, y: at.y + 8 });
      // Every target that would add an error has its frame.
      const marked = (await painted()) - start;
      return told ? { answered: told.answered - rested, bytes: told.bytes, read: told.read, marked } : { marked };
    },
    /** Over a target: when its card shows, with what is known of it; when the engine has judged it, and that shows. */
    async enter(i) {
      // First to nowhere, where no card is.
      point("pointermove", { x: this.from.at.x + 30, y: this.from.at.y });
      await until(() => !shown("link-card"));
      await pause(120);
      clear();
      const script = clock.script;
      const start = performance.now();
      point("pointermove", this.targets[i].row);
      const card = (await painted()) - start;
      if (!shown("link-card")) return null;
      const [says, drawn] = [shown("link-card").textContent.length, clock.script - script];
      if (!(await until(() => asked.preview?.painted, 20_000))) return null;
      const { sent, answered, read, applied, bytes, painted: judged } = asked.preview;
      return { card, says, drawn, engine: answered - sent, page: read + applied, bytes, judged: judged - start };
    },
    /** Draws a connection and rests over its target until the verdict shows, or does not. */
    async aim(i, rests) {
      this.row = this.targets[i].row;
      await this.grab();
      clear();
      point("pointermove", this.row);
      if (!rests) return void (await painted());
      await until(() => asked.preview, 20_000);
      await pause(300);
    },
    /** Lets go: what comes of it until its findings show. */
    async release() {
      const { row } = this;
      const step = test.step();
      clear();
      // The first frame that begins with the findings known paints them: the canvas asked for it before.
      let [end, frames] = [0, 0];
      const script = clock.script;
      const look = () => {
        frames += 1;
        if (test.step() === step) return ask(look);
        later(() => (end = performance.now()));
      };
      const start = performance.now();
      point("pointerup", row);
      // Whatever waited for the hand goes on before anything else.
      await null;
      await null;
      const worked = performance.now() - start;
      ask(look);
      if (!(await until(() => end > 0 && asked.apply, 30_000))) return null;
      const took = { worked, frames, script: clock.script - script, all: end - start };
      await until(() => asked.apply.painted);
      const { sent, answered, read, bytes } = asked.apply;
      return { ...took, engine: answered - sent, answered: answered - start, read, bytes, after: Math.max(0, end - answered) };
    },
    /** Takes the connection back, and waits until there is nothing left to do. */
    async takeBack() {
      await pause(400);
      const undone = test.step();
      shown("undo").click();
      await until(() => test.step() > undone, 30_000);
      await pause(600);
    },
    async let() {
      point("pointermove", { x: this.from.at.x + 30, y: this.from.at.y });
      key("Escape");
      await pause(50);
      point("pointerup", this.from.at);
      await pause(300);
    },
  };
}

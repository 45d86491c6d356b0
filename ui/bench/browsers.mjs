// Two browsers behind one face: open a page, ask it something, end it.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { children } from "./process.mjs";

export const size = { width: 1400, height: 860 };

export async function openChromium(url) {
  const server = await chromium.launchServer({
    executablePath: process.env.CLEAVE_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-frame-rate-limit", "--disable-gpu-vsync"],
  });
  const browser = await chromium.connect(server.wsEndpoint());
  const page = await browser.newPage({ viewport: size });
  await page.goto(url);
  return {
    pid: server.process().pid,
    ask: (body) => page.evaluate(`(async () => { ${body} })()`),
    /** What is done meanwhile, as a CPU profile in a file. */
    async profiled(file, act) {
      const session = await page.context().newCDPSession(page);
      await session.send("Profiler.enable");
      await session.send("Profiler.setSamplingInterval", { interval: 200 });
      await session.send("Profiler.start");
      const took = await act();
      const { profile } = await session.send("Profiler.stop");
      await session.detach();
      writeFileSync(file, JSON.stringify(profile));
      return took;
    },
    async collect() {
      await page.requestGC();
      await pause(2000);
    },
    end: () => server.close(),
  };
}

const freePort = () =>
  new Promise((answer) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => answer(port));
    });
  });

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** WebKitGTK's own browser on a page. */
export async function openWebKit(url) {
  const home = mkdtempSync(join(tmpdir(), "cleave-bench-"));
  const page = await drive(home, {}, {
    // Without a GPU the default draws through software GL, which caps everything near 20 frames a second.
    WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  });
  await page.call("POST", "/window/rect", { x: 0, y: 0, ...size });
  await page.call("POST", "/url", { url });
  return {
    ...page,
    async end() {
      await page.end();
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** The app's own window with a design; `home` is where it finds and leaves what is the user's. */
export async function openDesktop(design, home) {
  const root = resolve(import.meta.dirname, "../..");
  const app = [process.env.CLEAVE_DESKTOP, join(root, "target/release/cleave-desktop"), join(root, "target/debug/cleave-desktop")].find((path) => path && existsSync(path));
  if (!app) throw new Error("There is no app: build it with its interface, or name it in CLEAVE_DESKTOP");
  const options = { "webkitgtk:browserOptions": { binary: app, args: [design] } };
  return drive(home, options, { TAURI_AUTOMATION: "true", TAURI_WEBVIEW_AUTOMATION: "true", GSETTINGS_BACKEND: "memory" });
}

/** Something made of WebKitGTK, on a display of its own. */
async function drive(home, wanted, more) {
  const screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1440x960x24", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
  const display = await new Promise((answer) => screen.stdout.once("data", (line) => answer(`:${String(line).trim()}`)));
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, GDK_BACKEND: "x11", HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_STATE_HOME: home, ...more };
  delete env.WAYLAND_DISPLAY;
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(value)}`);
    return value;
  };
  for (let tries = 0; ; tries += 1) {
    try {
      await call("GET", "/status");
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await pause(100);
    }
  }
  const { sessionId } = await call("POST", "/session", { capabilities: { alwaysMatch: wanted } });
  const at = `/session/${sessionId}`;
  await call("POST", `${at}/timeouts`, { script: 300_000, pageLoad: 120_000 });
  return {
    pid: driver.pid,
    call: (method, path, body) => call(method, at + path, body),
    ask: async (body) => {
      const script = `const answer = arguments[arguments.length - 1]; (async () => { ${body} })().then((value) => answer({ value }), (error) => answer({ error: String(error) }));`;
      const { value, error } = await call("POST", `${at}/execute/async`, { script, args: [] });
      if (error) throw new Error(error);
      return value;
    },
    // Nobody may ask this one to; it does by itself when it is left alone.
    collect: () => pause(12_000),
    async end() {
      const started = children(driver.pid);
      await Promise.race([call("DELETE", at).catch(() => undefined), pause(5000)]);
      for (const pid of [...started, driver.pid]) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It has ended by itself.
        }
      }
      screen.kill("SIGKILL");
    },
  };
}

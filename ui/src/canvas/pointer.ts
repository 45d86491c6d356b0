// The only place that listens to the pointer and to held keys: it records, and nothing more.

import { Fingers, type Pinch } from "./fingers";
import type { Point } from "./geometry";
import type { Mods } from "./gestures/gesture";
import { turned } from "./wheel";

export type Raw =
  | { is: "down"; button: "main" | "middle" | "menu"; screen: Point; mods: Mods; time: number }
  | { is: "move"; pressed: boolean; screen: Point; mods: Mods; time: number }
  | { is: "up" | "double"; screen: Point; mods: Mods; time: number }
  | { is: "leave" }
  | { is: "cancel" }
  | { is: "wheel"; screen: Point; dx: number; dy: number; zoom: boolean; mods: Mods }
  | ({ is: "pinch" } & Pinch)
  | { is: "hold"; key: "space" | "connect"; down: boolean };

const isMac = /Mac/.test(globalThis.navigator?.platform ?? "");

const modsOf = (e: MouseEvent): Mods => ({ shift: e.shiftKey, ctrl: isMac ? e.metaKey : e.ctrlKey, alt: e.altKey });

export interface Listening {
  /** The surface the pointer is on. */
  surface: HTMLElement;
  /** What has the keyboard. */
  host: HTMLElement;
  record: (raw: Raw) => void;
  /** A setting swaps what the wheel does with and without Ctrl. */
  wheelZooms: () => boolean;
}

/** Starts listening; the answer stops it. */
export function listen({ surface, host, record, wheelZooms }: Listening): () => void {
  const screenOf = (e: MouseEvent): Point => ({ x: e.offsetX, y: e.offsetY });
  const off = new AbortController();
  let touched = false;
  let ctrlHeld = false;
  const on = <K extends keyof HTMLElementEventMap>(
    target: HTMLElement,
    name: K,
    does: (e: HTMLElementEventMap[K]) => void,
    passive = true,
  ): void => target.addEventListener(name, does, { signal: off.signal, passive });

  /** The focus may be on an item over an element, which is still the canvas. */
  const isInside = (target: EventTarget | null): boolean => target instanceof Node && host.contains(target);

  const fingers = new Fingers();
  on(surface, "pointerdown", (e) => {
    if (!isInside(document.activeElement)) host.focus({ preventScroll: true });
    surface.setPointerCapture(e.pointerId);
    touched = e.pointerType === "touch";
    if (touched) {
      const now = fingers.press(e.pointerId, screenOf(e));
      if (now === "pinch") record({ is: "cancel" });
      if (now !== "pointer") return;
    }
    const menu = e.button === 2 || (isMac && e.ctrlKey);
    const button = menu ? "menu" : e.button === 1 ? "middle" : "main";
    record({ is: "down", button, screen: screenOf(e), mods: modsOf(e), time: e.timeStamp });
  });
  // Middle button scrolling of the browser would fight with panning.
  on(surface, "mousedown", (e) => e.button === 1 && e.preventDefault(), false);
  on(surface, "pointermove", (e) => {
    ctrlHeld = e.ctrlKey;
    const moved = e.pointerType === "touch" ? fingers.move(e.pointerId, screenOf(e)) : "pointer";
    if (moved === "pointer")
      record({ is: "move", pressed: e.buttons !== 0, screen: screenOf(e), mods: modsOf(e), time: e.timeStamp });
    else if (moved) record({ is: "pinch", ...moved });
  });
  on(surface, "pointerup", (e) => {
    if (e.pointerType === "touch" && !fingers.lift(e.pointerId)) return;
    record({ is: "up", screen: screenOf(e), mods: modsOf(e), time: e.timeStamp });
  });
  on(surface, "pointercancel", (e) => {
    if (e.pointerType !== "touch" || fingers.lift(e.pointerId)) record({ is: "cancel" });
  });
  on(surface, "pointerleave", () => record({ is: "leave" }));
  on(surface, "dblclick", (e) => record({ is: "double", screen: screenOf(e), mods: modsOf(e), time: e.timeStamp }));
  on(
    surface,
    "contextmenu",
    (e) => {
      e.preventDefault();
      // A finger that rests asks for the menu; a mouse has said so with its button.
      if (!touched) return;
      record({ is: "cancel" });
      record({ is: "down", button: "menu", screen: screenOf(e), mods: modsOf(e), time: e.timeStamp });
    },
    false,
  );
  on(
    surface,
    "wheel",
    (e) => {
      e.preventDefault();
      record({ is: "wheel", screen: screenOf(e), ...turned(e, ctrlHeld, wheelZooms()), mods: modsOf(e) });
    },
    false,
  );

  const held = (e: KeyboardEvent, down: boolean): void => {
    // Keys typed into a field above the canvas are not meant for it.
    if (!isInside(e.target)) return;
    if (e.code === "Space") {
      if (down) e.preventDefault();
      record({ is: "hold", key: "space", down });
    } else if (e.key === "c" && !e.ctrlKey && !e.metaKey && !e.altKey) record({ is: "hold", key: "connect", down });
  };
  const ctrl = (e: KeyboardEvent, down: boolean): void => {
    if (e.key === "Control") ctrlHeld = down;
  };
  const page = host.ownerDocument;
  page.addEventListener("keydown", (e) => ctrl(e, true), { capture: true, signal: off.signal });
  page.addEventListener("keyup", (e) => ctrl(e, false), { capture: true, signal: off.signal });
  on(host, "keydown", (e) => !e.repeat && held(e, true), false);
  on(host, "keyup", (e) => held(e, false));
  on(host, "focusout", (e) => {
    if (isInside(e.relatedTarget)) return;
    record({ is: "hold", key: "space", down: false });
    record({ is: "hold", key: "connect", down: false });
  });
  return () => off.abort();
}

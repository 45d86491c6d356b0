// Names what an icon does, with its shortcut: after a moment under the pointer, at once on keyboard focus.

import type { Attachment } from "svelte/attachments";

const wait = 500;
/** Moving along a bar, the next name shows at once. */
const warm = 400;

let shown: HTMLElement | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastHidden = 0;

function hide(): void {
  clearTimeout(timer);
  if (!shown) return;
  shown.remove();
  shown = null;
  lastHidden = performance.now();
}

function show(on: Element, text: string, keys: string | undefined): void {
  hide();
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "tooltip");
  const words = document.createElement("span");
  words.className = "cut";
  words.textContent = text;
  tip.append(words);
  if (keys) {
    const key = document.createElement("kbd");
    key.textContent = keys;
    tip.append(key);
  }
  document.body.append(tip);
  const at = on.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const x = Math.max(6, Math.min(innerWidth - width - 6, at.left + at.width / 2 - width / 2));
  const below = at.bottom + 6 + height <= innerHeight;
  tip.style.left = `${x}px`;
  tip.style.top = `${below ? at.bottom + 6 : at.top - height - 6}px`;
  shown = tip;
}

/** Shows `text` beside the element, and gives it to those who cannot see it where it has no words of its own. */
export const tip =
  (text: string, keys?: string): Attachment =>
  (element) => {
    if (!element.textContent?.trim() && !element.hasAttribute("aria-label")) element.setAttribute("aria-label", text);
    const off = new AbortController();
    const on = (name: string, does: () => void) => element.addEventListener(name, does, { signal: off.signal });
    on("mouseenter", () => {
      const delay = performance.now() - lastHidden < warm ? 0 : wait;
      clearTimeout(timer);
      timer = setTimeout(() => show(element, text, keys), delay);
    });
    on("focus", () => {
      if (element.matches(":focus-visible")) show(element, text, keys);
    });
    for (const name of ["mouseleave", "blur", "click", "keydown"]) on(name, hide);
    return () => {
      off.abort();
      hide();
    };
  };

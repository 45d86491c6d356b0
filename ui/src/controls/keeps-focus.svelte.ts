// The focus does not get lost with what had it: it goes to what stands in its place now.

import type { Attachment } from "svelte/attachments";

const button = 'button:not([disabled]):not([tabindex="-1"])';
const focusable = 'input:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

/** A way down to what has the focus: each container with the place of the next one in it. */
type Way = readonly { in: Element; at: number }[];

function wayTo(target: Element, root: Element): Way {
  const way: { in: Element; at: number }[] = [];
  for (let at: Element = target; at !== root && at.parentElement; at = at.parentElement) {
    way.push({ in: at.parentElement, at: [...at.parentElement.children].indexOf(at) });
  }
  return way;
}

/** What can be focused from this place on, else before it, in the nearest container that is still there. */
function nearest(way: Way, root: Element, focusable: string): HTMLElement | null {
  for (const { in: container, at } of way) {
    if (!root.contains(container)) continue;
    const children = [...container.children];
    for (const child of [...children.slice(at), ...children.slice(0, at).reverse()]) {
      const found = child.matches(focusable) ? child : child.querySelector(focusable);
      if (found instanceof HTMLElement) return found;
    }
  }
  return null;
}

export const keepsFocus: Attachment<HTMLElement> = (root) => {
  let last: { target: Element; way: Way } | null = null;
  const off = new AbortController();
  const on = (name: "focusin" | "mousedown", hear: (target: Element) => void) =>
    document.addEventListener(name, ({ target }) => target instanceof Element && hear(target), { signal: off.signal, capture: true });
  // A pointer that pressed something away needs no other place: keys are then for the drawing again.
  on("focusin", (target) => (last = root.contains(target) && target.matches(":focus-visible") ? { target, way: wayTo(target, root) } : null));
  // Who leaves on purpose is not called back.
  on("mousedown", (target) => {
    if (!root.contains(target)) last = null;
  });
  const watch = new MutationObserver(() => {
    if (!last || last.target.isConnected || document.activeElement !== document.body) return;
    const to = nearest(last.way, root, button) ?? nearest(last.way, root, focusable);
    // A button rather than a field, which would take Ctrl Z for its own text.
    last = null;
    to?.focus({ preventScroll: true });
  });
  watch.observe(root, { childList: true, subtree: true });
  return () => {
    off.abort();
    watch.disconnect();
  };
};

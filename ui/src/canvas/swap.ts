// One thing in place of another, between a scene and the one patched from it.

/** Without an old one it came, without a new one it went. */
export interface Swap<T> {
  old: T | null;
  now: T | null;
}

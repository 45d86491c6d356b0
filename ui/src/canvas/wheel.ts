// What a turn of the wheel asks for: to pan, to pan sideways, or to zoom.

/** What an event of the wheel says. */
export interface Turn {
  deltaX: number;
  deltaY: number;
  /** 0 counts px, 1 lines, 2 pages. */
  deltaMode: number;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

export interface Wheel {
  dx: number;
  dy: number;
  zoom: boolean;
}

/** A line and a page, for wheels that do not count in px. */
const lineHeight = 18;
const pageHeight = 600;

/** Fingers on a touchpad move less far than a wheel turns. */
const pinchWeight = 4.5;

/**
 * Browsers report a pinch on a touchpad as a wheel with Ctrl; it zooms whatever the setting says. `ctrlHeld` tells
 * whether the key is really down. With `swapped` the plain wheel zooms, and pans with Ctrl (Cmd on macOS).
 */
export function turned(e: Turn, ctrlHeld: boolean, swapped: boolean): Wheel {
  const unit = e.deltaMode === 1 ? lineHeight : e.deltaMode === 2 ? pageHeight : 1;
  const pinch = e.ctrlKey && !ctrlHeld;
  const zoom = pinch || (e.ctrlKey || e.metaKey) !== swapped;
  const sideways = e.shiftKey && !zoom && e.deltaX === 0;
  return {
    dx: (sideways ? e.deltaY : e.deltaX) * unit,
    // With Shift some systems turn the wheel themselves, also where it is to zoom.
    dy: sideways ? 0 : (zoom && e.deltaY === 0 ? e.deltaX : e.deltaY) * unit * (pinch ? pinchWeight : 1),
    zoom,
  };
}

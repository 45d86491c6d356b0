// Names for gestures: edits of the same gesture are one step.

let gestures = 0;

/** A name for several edits that are one step. Unlike that of any other window. */
export const gesture = (): string => `${Date.now().toString(36)}-${(gestures += 1)}`;

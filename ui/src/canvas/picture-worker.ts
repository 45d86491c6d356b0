// Draws pictures beside the window, so that a large one does not hold up the hand.

import { picture, type Wanted } from "./picture";
import type { Sheet } from "./sheet";
import type { Theme } from "./theme";

export interface Order {
  sheet: Sheet;
  theme: Theme;
  wanted: Omit<Wanted, "only"> & { only: readonly string[] | null };
}

const scope = globalThis as unknown as {
  onmessage: (message: MessageEvent<Order>) => void;
  postMessage: (answer: unknown) => void;
};

scope.onmessage = ({ data: { sheet, theme, wanted } }) => scope.postMessage(picture(sheet, theme, wanted));

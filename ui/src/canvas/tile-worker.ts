// Draws tiles beside the window from recorded drawings, and hands each over as a picture.

import { Canvas2dPainter } from "./canvas2d-painter";
import type { Recorded } from "./recorder";
import { replay } from "./replay";
import { tileSize } from "./tiles";
import type { Face, LoadedFace } from "./worker-fonts";

/** What is to be drawn: `drawing` in sheet px, its upper left corner in device px of the whole sheet at this scale. */
export interface TileOrder {
  drawing: Recorded;
  left: number;
  top: number;
  scale: number;
  width: number;
  height: number;
  families: { sans: string; mono: string };
}

export type ToTileWorker =
  | { say: "begin"; faces: Face[]; loaded: LoadedFace[]; inMemory: boolean }
  | { say: "fonts"; loaded: LoadedFace[] }
  | { say: "draw"; order: TileOrder };

export type FromTileWorker =
  | { say: "ready" }
  /** It cannot draw here. */
  | { say: "unable" }
  /** Text looks different now. */
  | { say: "fonts" }
  | { say: "drawn"; picture: ImageBitmap };

const scope = globalThis as unknown as {
  fonts: FontFaceSet;
  onmessage: (message: MessageEvent<ToTileWorker>) => void;
  postMessage: (answer: FromTileWorker, transferred?: Transferable[]) => void;
};

const faces: FontFace[] = [];
let context: OffscreenCanvasRenderingContext2D | null = null;

async function load(loaded: readonly LoadedFace[]): Promise<boolean> {
  const wanted = faces.filter((face) => {
    const family = face.family.replace(/^["']|["']$/g, "");
    return face.status === "unloaded" && loaded.some((l) => l.family === family && l.unicodeRange === face.unicodeRange);
  });
  await Promise.all(wanted.map((face) => face.load()));
  return wanted.length > 0;
}

async function begin(message: Extract<ToTileWorker, { say: "begin" }>): Promise<void> {
  context = new OffscreenCanvas(1, 1).getContext("2d", { alpha: false, willReadFrequently: message.inMemory });
  if (!context) throw new Error("no canvas");
  for (const { family, source, descriptors } of message.faces) {
    const face = new FontFace(family, source, descriptors);
    faces.push(face);
    scope.fonts.add(face);
  }
  await load(message.loaded);
}

function draw({ drawing, left, top, scale, width, height, families }: TileOrder): void {
  if (!context) return;
  const { canvas } = context;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(scale, 0, 0, scale, -left, -top);
  replay(drawing, new Canvas2dPainter(context, families));
  const picture = canvas.transferToImageBitmap();
  // What has an unusual size is drawn seldom; its surface would stay beside the tiles for good.
  if (width !== tileSize || height !== tileSize) canvas.width = canvas.height = tileSize;
  scope.postMessage({ say: "drawn", picture }, [picture]);
}

scope.onmessage = ({ data }) => {
  if (data.say === "draw") draw(data.order);
  else if (data.say === "fonts") void load(data.loaded).then((any) => any && scope.postMessage({ say: "fonts" }));
  else
    begin(data).then(
      () => scope.postMessage({ say: "ready" }),
      () => scope.postMessage({ say: "unable" }),
    );
};

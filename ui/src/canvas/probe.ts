// Which kind of canvas is faster here: the default one, or one kept in main memory.
//
// Without a GPU some systems draw the default canvas through software GL, which is several times slower
// than drawing on the CPU at once. Names of GPUs are not to be trusted, so a small drawing is timed.

let answer: boolean | null = null;

/** Whether canvases should be asked for with `willReadFrequently`. */
export function keepsInMemory(): boolean {
  answer ??= probed();
  return answer;
}

function probed(): boolean {
  const default_ = timed({});
  const inMemory = timed({ willReadFrequently: true });
  // Only a clear win counts: with a GPU the default stays.
  return default_ !== null && inMemory !== null && default_ > 8 && default_ > 2 * inMemory;
}

function timed(settings: CanvasRenderingContext2DSettings): number | null {
  // The first drawing pays for starting up. Each has its own canvas: a second reading from one would
  // make some browsers move it into main memory.
  const warm = once(settings, 10);
  return warm === null ? null : once(settings, 400);
}

function once(settings: CanvasRenderingContext2DSettings, lines: number): number | null {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 400;
  const ctx = canvas.getContext("2d", { alpha: false, ...settings });
  if (!ctx) return null;
  const start = performance.now();
  ctx.fillStyle = "#fff";
  ctx.fillRect(0, 0, 640, 400);
  for (let i = 0; i < lines; i += 1) {
    ctx.beginPath();
    ctx.moveTo((i * 37) % 640, 0);
    ctx.lineTo((i * 37) % 640, (i * 91) % 400);
    ctx.lineTo(640, (i * 53) % 400);
    ctx.stroke();
  }
  // Reading one pixel waits until everything is really drawn.
  ctx.getImageData(0, 0, 1, 1);
  return performance.now() - start;
}

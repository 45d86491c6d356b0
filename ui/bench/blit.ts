// The control: a picture larger than the window, copied onto the window in every frame, and nothing else.

import type { Camera } from "../src/canvas/camera";
import { run } from "./scenario";

const host = document.getElementById("host")!;
const canvas = document.createElement("canvas");
canvas.width = innerWidth;
canvas.height = innerHeight;
host.append(canvas);
const ctx = canvas.getContext("2d", { alpha: false })!;
const picture = document.createElement("canvas");
picture.width = innerWidth * 2;
picture.height = innerHeight * 2;
const pen = picture.getContext("2d", { alpha: false })!;
for (let i = 0; i < 4000; i += 1) {
  pen.fillStyle = `hsl(${(i * 37) % 360} 40% 70%)`;
  pen.fillRect((i * 7919) % picture.width, (i * 104729) % picture.height, 60, 24);
}
let asked = false;
let shift = { x: 0, y: 0 };

function paint(): void {
  asked = false;
  const x = ((Math.round(shift.x) % innerWidth) + innerWidth) % innerWidth;
  const y = ((Math.round(shift.y) % innerHeight) + innerHeight) % innerHeight;
  ctx.drawImage(picture, -x, -y);
}

function request(): void {
  if (!asked) requestAnimationFrame(paint);
  asked = true;
}

void run({
  async open() {
    request();
    for (let i = 0; i < 2; i += 1) await new Promise(requestAnimationFrame);
  },
  look(camera: Camera) {
    shift = { x: camera.x * camera.zoom, y: camera.y * camera.zoom };
    request();
  },
  grab() {},
  move(dx, dy) {
    shift = { x: dx, y: dy };
    request();
  },
  drop() {},
});

// Asks the worker for a picture; where there can be no worker, the window draws it itself.

import { type Picture, picture } from "./picture";
import type { Order } from "./picture-worker";

export function pictureAside(order: Order): Promise<Picture | null> {
  const here = (): Picture | null => picture(order.sheet, order.theme, order.wanted);
  let worker: Worker;
  try {
    worker = new Worker(new URL("./picture-worker.ts", import.meta.url), { type: "module" });
  } catch {
    return Promise.resolve(here());
  }
  return new Promise<Picture | null>((answer, refuse) => {
    worker.onmessage = (message: MessageEvent<Picture | null>) => answer(message.data);
    worker.onerror = () => {
      try {
        answer(here());
      } catch (thrown) {
        refuse(thrown as Error);
      }
    };
    worker.postMessage(order);
  }).finally(() => worker.terminate());
}

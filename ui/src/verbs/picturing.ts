// Pictures of the drawing: for a file, for a download, for the clipboard.

import type { ViewSize } from "../canvas/camera";
import { pictureAside } from "../canvas/picture-aside";
import { themes } from "../canvas/theme";
import { ask, faultOf } from "../host/host";
import { sheetOf } from "../project/picture-of";
import type { Shown } from "../theme/theme";
import type { Fault, PictureForm } from "../wire";
import type { Workbench } from "./workbench.svelte";

export type PictureWhat = "all" | "view" | "selection";

export interface PictureWish {
  what: PictureWhat;
  theme: Shown;
  /** Connections say their names. */
  names: boolean;
  /** The room it is shown in, px, where it cannot be magnified. */
  room?: ViewSize;
}

const nothing: Fault = {
  code: "refused",
  message: "There is nothing to draw",
  hint: "Draw a service or an API first, or select something that is drawn",
};

/** The picture as SVG, or why there is none. */
export async function drawn(bench: Workbench, wish: PictureWish): Promise<{ svg: string; fault?: undefined } | { fault: Fault }> {
  const { project, desk } = bench;
  // What is shown now carries its view and its lens; everything is drawn as the design's own drawing.
  const sheet = wish.what === "all" ? sheetOf(project.drawing, project.analysis) : bench.sheet;
  const only = wish.what === "selection" ? [...desk.selection] : null;
  try {
    const picture = await pictureAside({ sheet, theme: themes[wish.theme], wanted: { title: project.name, only, names: wish.names, ...(wish.room ? { room: wish.room } : {}) } });
    return picture ? { svg: picture.svg } : { fault: nothing };
  } catch (thrown) {
    return { fault: faultOf(thrown) };
  }
}

/** The picture as bytes; only the host makes pixels and pages. */
export async function bytesOf(bench: Workbench, svg: string, form: PictureForm, scale: number): Promise<Blob> {
  if (form === "svg") return new Blob([svg], { type: typeOf.svg });
  const { base64 } = await ask(bench.host, "picture", { svg, form, scale, path: null });
  const bytes = Uint8Array.from(atob(base64 ?? ""), (c) => c.charCodeAt(0));
  return new Blob([bytes], { type: typeOf[form] });
}

const typeOf: Record<PictureForm, string> = { svg: "image/svg+xml", png: "image/png", pdf: "application/pdf" };

/** Lets the browser put it where it puts downloads. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Copies the selection, or everything shown, as a PNG; as SVG text where the clipboard takes no pictures. */
export async function copyPicture(bench: Workbench): Promise<void> {
  const { desk } = bench;
  const wish: PictureWish = { what: desk.selection.length > 0 ? "selection" : "view", theme: bench.shown, names: desk.connectionNames };
  const picture = drawn(bench, wish);
  const png = picture.then((p) => {
    if (p.fault) throw new Error(p.fault.message);
    return bytesOf(bench, p.svg, "png", 2);
  });
  // Looked at below; until then nobody waits for it.
  png.catch(() => {});
  try {
    // The promise is given, not its value: some browsers allow the clipboard only during the press of a key.
    await navigator.clipboard.write([new ClipboardItem({ [typeOf.png]: png })]);
    desk.tell(wish.what === "selection" ? "Selection copied as a picture" : "Drawing copied as a picture", { icon: "check", tone: "good" });
  } catch (thrown) {
    const { svg, fault } = { svg: undefined, ...(await picture) };
    if (fault || svg === undefined) {
      bench.tellFault(fault ?? faultOf(thrown));
      return;
    }
    try {
      await navigator.clipboard.writeText(svg);
      desk.tell("Copied as SVG text: the clipboard takes no pictures here", { icon: "check", tone: "good" });
    } catch {
      bench.tellFault({ code: "internal", message: "The clipboard cannot be written", hint: "Export a picture instead" });
    }
  }
}

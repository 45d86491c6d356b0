// Starts the gallery: pages beside the app, for looking at everything the canvas can draw and every state of the rest.

import "../controls/controls.css";
import "../theme/base.css";
import { mount } from "svelte";
import { darkTheme, lightTheme } from "../canvas/theme";
import Gallery from "./Gallery.svelte";
import States from "./States.svelte";

declare global {
  interface Window {
    /** Pictures of the app, by what they show; the script that takes pictures brings them. */
    cleaveClips?: Readonly<Record<string, string>>;
  }
}

const asked = new URLSearchParams(location.search);
const dark = asked.get("theme") === "dark";
document.documentElement.dataset["theme"] = dark ? "dark" : "light";
const target = document.querySelector("#gallery");
if (target && asked.get("page") === "states") mount(States, { target, props: { clips: window.cleaveClips ?? {} } });
else if (target) mount(Gallery, { target, props: { theme: dark ? darkTheme : lightTheme } });

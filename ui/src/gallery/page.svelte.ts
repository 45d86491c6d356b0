// Starts the gallery: a page beside the app, for looking at everything the canvas can draw.

import "../controls/controls.css";
import "../theme/base.css";
import { mount } from "svelte";
import { darkTheme, lightTheme } from "../canvas/theme";
import Gallery from "./Gallery.svelte";

const dark = new URLSearchParams(location.search).get("theme") === "dark";
document.documentElement.dataset["theme"] = dark ? "dark" : "light";
const target = document.querySelector("#gallery");
if (target) mount(Gallery, { target, props: { theme: dark ? darkTheme : lightTheme } });

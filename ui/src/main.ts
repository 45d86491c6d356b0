// Starts the interface: finds the host, then shows what it has open.

import { mount } from "svelte";
import "./theme/base.css";
import "./controls/controls.css";
import App from "./App.svelte";
import { hostOfThisPage } from "./host/choose";
import { offerTestHook } from "./modes/design/test-hook";
import { Workbench } from "./verbs/workbench.svelte";

const bench = new Workbench(hostOfThisPage());
offerTestHook(bench);
mount(App, { target: document.querySelector("#app") ?? document.body, props: { bench } });
void bench.start();

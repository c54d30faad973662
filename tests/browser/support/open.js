// A browser and the served site for one test file. The names follow what the hooks open.

import { after, before } from "node:test";
import { launch } from "./browser.js";
import { serve } from "./site.js";

export let browser;
export let site;

/** Opens both before the tests of this file and closes them after. */
export function open(options) {
  before(async () => {
    browser = await launch();
    site = await serve(options);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
}

// Chromium for the tests, and the loop that visits many pages with a few tabs.

import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How many tabs visit pages at the same time. */
const TABS = 2;

/** Starts Debian's Chromium; the caller closes it. */
export const launch = () =>
  chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGUMENTS, timeout: 60_000 });

/** A context with bounded waits. */
export async function newContext(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "no-preference",
    ...options,
  });
  context.setDefaultTimeout(20_000);
  context.setDefaultNavigationTimeout(30_000);
  return context;
}

/** Calls `visit(tab, item)` for each item, with a few tabs of one context at once. */
export async function forEachItem(context, items, visit) {
  const queue = [...items];
  const work = async () => {
    const tab = await context.newPage();
    while (queue.length > 0) await visit(tab, queue.shift());
    await tab.close();
  };
  await Promise.all(Array.from({ length: Math.min(TABS, queue.length) }, work));
}

// A page is one request, and an article at most 14 KB of it: what fits the first round trip.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { test } from "node:test";
import { forEachItem, newContext } from "./support/browser.js";
import { browser, open, site } from "./support/open.js";
import { articles, bytes, pages, planPages, taperPage, text } from "./support/site.js";

const LIMIT = 14 * 1024;

open();

const weight = (file) => gzipSync(bytes(file), { level: 9 }).length;

test(`an article weighs at most ${LIMIT} bytes compressed`, (t) => {
  const weighed = pages.map((file) => ({ file, size: weight(file) })).sort((a, b) => b.size - a.size);
  const show = ({ file, size }) => t.diagnostic(`${size} bytes: ${file}`);
  weighed.filter(({ file }) => articles.includes(file)).slice(0, 3).forEach(show);
  weighed.filter(({ file }) => file === taperPage).forEach(show);
  weighed.filter(({ file }) => planPages.includes(file)).slice(0, 1).forEach(show);
  const heavy = weighed.filter(({ file, size }) => articles.includes(file) && size > LIMIT);
  assert.deepEqual(heavy, []);
  assert.ok(articles.length > 0, "the build has articles");
});

test("a page without figures is one request", async () => {
  const context = await newContext(browser);
  const plain = pages.filter((file) => file !== "404.html" && !/<(img|picture|video|audio)\b/.test(text(file)));
  const findings = [];
  await forEachItem(context, plain, async (tab, file) => {
    const requests = [];
    const note = (request) => requests.push(request.url());
    tab.on("request", note);
    await tab.goto(site.url(file), { waitUntil: "load" });
    tab.off("request", note);
    const more = requests.filter((url) => !/favicon|\bicon\b/.test(url)).slice(1);
    if (more.length > 0) findings.push(`${file}: ${more}`);
  });
  await context.close();
  assert.deepEqual(findings, []);
});

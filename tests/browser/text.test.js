// Without any style each page reads in order: help, name, title, text, foot.

import assert from "node:assert/strict";
import { test } from "node:test";
import { forEachItem, newContext } from "./support/browser.js";
import { Findings } from "./support/findings.js";
import { browser, open, site } from "./support/open.js";
import { pages, taperPage } from "./support/site.js";

open({ rewrite: (body) => body.replace(/<style[\s\S]*?<\/style>|<link[^>]+stylesheet[^>]*>/g, "") });

/** What is out of order in the document. */
function inspectOrder() {
  const findings = [];
  const only = (selector) => {
    const found = document.querySelectorAll(selector);
    if (found.length !== 1) findings.push(`${found.length} of ${selector}`);
    return found[0];
  };
  const [title, main] = [only("h1"), only("main")];
  const [header, footer] = [only("body > header"), only("body > footer")];
  const isBefore = (a, b) => Boolean(a && b && a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (!isBefore(header, main)) findings.push("the header does not stand before the content");
  if (!isBefore(main, footer)) findings.push("the footer does not stand after the content");
  if (title && main && !main.contains(title)) findings.push("the title is outside the content");
  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const now = Number(heading.localName[1]);
    if (now > level + 1) findings.push(`heading "${heading.textContent.trim()}" jumps from level ${level} to ${now}`);
    if (heading.textContent.trim() === "") findings.push("an empty heading");
    level = now;
  }
  if (!document.title.includes(title?.textContent.trim() ?? "")) findings.push(`<title> "${document.title}" does not hold "${title?.textContent.trim()}"`);
  for (const svg of document.querySelectorAll("svg[aria-hidden]:not([width])")) findings.push(`an ornament without a width fills the page: ${svg.outerHTML.slice(0, 80)}`);
  const repeated = [...document.querySelectorAll("[id]")].map(({ id }) => id).filter((id, i, all) => all.indexOf(id) !== i);
  if (repeated.length > 0) findings.push(`repeated ids ${repeated}`);
  return findings;
}

test("header, title, content and footer stand in this order; headings skip no level", async () => {
  const context = await newContext(browser);
  const findings = new Findings();
  await forEachItem(context, pages, async (tab, file) => {
    await tab.goto(site.url(file));
    for (const found of await tab.evaluate(inspectOrder)) findings.add(file, found);
  });
  await context.close();
  findings.assertNone();
});

test("the numbers for an emergency come before the title on each page", async () => {
  const context = await newContext(browser);
  const findings = new Findings();
  await forEachItem(context, pages, async (tab, file) => {
    await tab.goto(site.url(file));
    const body = await tab.locator("body").innerText();
    const title = body.indexOf((await tab.locator("h1").innerText()).trim());
    for (const number of ["911", "988"]) {
      const at = body.indexOf(number);
      if (at < 0 || at > title) findings.add(file, `${number} does not stand before the title`);
    }
  });
  await context.close();
  findings.assertNone();
});

test("the taper page says who should not use a plan before it offers one", async (t) => {
  if (!taperPage) return t.skip("no page with a taper form in this build");
  const context = await newContext(browser);
  const tab = await context.newPage();
  await tab.goto(site.url(taperPage));
  const body = await tab.locator("main").innerText();
  const form = body.indexOf(await tab.locator("legend").first().innerText());
  for (const words of [/not medical advice/i, /pregnant/i, /call 911 now/i]) {
    const at = body.search(words);
    assert.ok(at >= 0 && at < form, `${words} stands before the form`);
  }
  await context.close();
});

// What every build promises its readers: no script of any kind, nothing from anywhere else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { forEachItem, newContext } from "./support/browser.js";
import { browser, open, site } from "./support/open.js";
import { aliases, files, pages, text } from "./support/site.js";

open();

const markup = files.filter((file) => /\.(html|svg|xml|xhtml)$/.test(file));
const styled = files.filter((file) => /\.(html|svg|css)$/.test(file));

/** Each match of a pattern in the files, as `file: match`. */
const matches = (names, pattern) =>
  names.flatMap((file) => [...text(file).matchAll(pattern)].map(([found]) => `${file}: ${found.slice(0, 120)}`));

test("no script, no event handler and no javascript: address in any file", () => {
  assert.deepEqual(files.filter((file) => /\.(m?js|wasm|swf)$/.test(file)), []);
  assert.deepEqual(matches(files.filter((file) => !/\.(png|jpe?g|webp|gif|avif|pdf)$/.test(file)), /<script\b[^>]*/gi), []);
  assert.deepEqual(matches(markup, /&lt;script\b/gi).filter((hit) => hit.includes(".xml:")), []);
  assert.deepEqual(matches(markup, /<[a-z][^<>]*?\son[a-z]+\s*=[^<>]*/gi), []);
  assert.deepEqual(matches(markup, /=\s*["']?\s*(java|vb)script:[^"'>]*/gi), []);
});

test("no frame, plug-in, base address or tracking attribute", () => {
  assert.deepEqual(matches(markup, /<(iframe|frame|object|embed|applet|base|portal|foreignObject)\b[^>]*/gi), []);
  assert.deepEqual(matches(markup, /<[a-z][^<>]*?\sping\s*=[^<>]*/gi), []);
});

test("only alias pages send their reader on", () => {
  assert.deepEqual(matches(pages, /<meta[^>]+http-equiv="?refresh[^>]*/gi), []);
  for (const file of aliases) {
    assert.match(text(file), /<meta[^>]+http-equiv="?refresh"?[^>]+content="0;\s*url=[^"]+"/i, file);
    assert.match(text(file), /<a\s[^>]*href=/i, `${file}: a link for those whom nothing sends on`);
    assert.match(text(file), /noindex/, file);
  }
});

test("styles load nothing from elsewhere", () => {
  assert.deepEqual(matches(styled, /url\(\s*["']?\s*(https?:)?\/\/[^)]*/gi), []);
  assert.deepEqual(matches(styled, /@import[^;]*/gi), []);
});

test("every page asks for no referrer and names its language", () => {
  for (const file of pages) {
    assert.match(text(file), /<meta[^>]+name="?referrer"?[^>]+content="?no-referrer/i, file);
    assert.match(text(file), /<html[^>]+lang="?[a-z]{2}/i, file);
  }
});

/** Elements of the page that would load something, or run something. */
function inspectDocument(allowedRelations) {
  const findings = [];
  const outside = (value) => new URL(value, document.baseURI).origin !== location.origin;
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      const where = `<${element.localName} ${name}="${value.slice(0, 100)}">`;
      if (/^on/i.test(name)) findings.push(where);
      const isAddress = /^(src|href|xlink:href|action|formaction|data|poster|background|cite)$/.test(name);
      if (isAddress && /^\s*(javascript|vbscript|data):/i.test(value)) findings.push(where);
      if (name === "srcset" && value.split(",").some((part) => outside(part.trim().split(/\s/)[0]))) findings.push(where);
      const loads = isAddress && name !== "cite" && !["a", "area"].includes(element.localName);
      if (!loads || !outside(value)) continue;
      const relations = (element.getAttribute("rel") ?? "").split(/\s+/);
      const isNamed = element.localName === "link" && relations.every((one) => one === "" || allowedRelations.includes(one));
      if (isNamed) continue;
      findings.push(where);
    }
  }
  return findings;
}

const RELATIONS = ["canonical", "alternate", "prev", "next", "license", "author", "help"];

test("opening a page makes no request elsewhere and raises no complaint", async () => {
  const context = await newContext(browser);
  const findings = [];
  const complain = (tab, message) => findings.push(`${tab?.url() ?? ""}: ${message}`);
  context.on("request", (request) => {
    if (!request.url().startsWith(site.origin)) findings.push(`request for ${request.url()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) findings.push(`${response.status()} for ${response.url()}`);
  });
  context.on("requestfailed", (request) => {
    const { errorText } = request.failure();
    const isLeftBehind = errorText === "net::ERR_ABORTED"; // an icon of the page before
    if (!isLeftBehind) findings.push(`${errorText}: ${request.url()}`);
  });
  context.on("console", (message) => complain(message.page(), `console: ${message.text()}`));
  context.on("weberror", (error) => complain(error.page(), error.error().message));
  await forEachItem(context, pages.filter((file) => file !== "404.html"), async (tab, file) => {
    await tab.goto(site.url(file), { waitUntil: "load" });
    for (const found of await tab.evaluate(inspectDocument, RELATIONS)) complain(tab, found);
  });
  await context.close();
  assert.deepEqual(findings, []);
});

test("XML and SVG files are well formed", async () => {
  const context = await newContext(browser);
  const tab = await context.newPage();
  const findings = [];
  for (const file of files.filter((name) => /\.(xml|svg)$/.test(name))) {
    const error = await tab.evaluate((body) => {
      const parsed = new DOMParser().parseFromString(body, "application/xml");
      return parsed.querySelector("parsererror")?.textContent;
    }, text(file));
    if (error) findings.push(`${file}: ${error}`);
  }
  await context.close();
  assert.deepEqual(findings, []);
});

// The same build works at the root of a domain, in a folder of one, and from a folder on disk.

import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch, newContext } from "./support/browser.js";
import { SITE, address, articles, pages, serve, taperPage, text } from "./support/site.js";

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const decode = (value) =>
  value
    .replace(/&#x([\da-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

/** Every relative address in a page: links, buttons, images, drawings. */
function addressesIn(html) {
  const found = [];
  for (const [, tag, attributes] of html.matchAll(/<(\w+)((?:\s[^<>]*)?)>/g)) {
    for (const [, name, value] of attributes.matchAll(/\s(href|src|srcset|action|formaction|poster)="([^"]*)"/g)) {
      if (tag === "link" && /rel="?(canonical|alternate)/.test(attributes)) continue;
      if (tag === "form" && value === "") continue;
      const parts = name === "srcset" ? value.split(",").map((part) => part.trim().split(/\s/)[0]) : [value];
      found.push(...parts.map(decode));
    }
  }
  return found.filter((value) => !/^(https?:|mailto:|tel:|sms:)/.test(value));
}

for (const prefix of ["/", "/sub/"]) {
  test(`every address resolves under ${prefix}`, async () => {
    const site = await serve({ prefix });
    const home = site.origin + prefix;
    const visited = new Map();
    const findings = [];
    const queue = [[home, "the start"]];
    while (queue.length > 0) {
      const [url, from] = queue.shift();
      const { origin, pathname, hash } = new URL(url);
      const page = origin + pathname;
      if (!page.startsWith(home)) {
        findings.push(`${from} leaves the site's folder: ${page}`);
        continue;
      }
      if (!visited.has(page)) visited.set(page, await visit(page));
      const { status, body, isNew } = visited.get(page);
      if (status !== 200) findings.push(`${status}: ${page} (from ${from})`);
      const id = decodeURIComponent(hash.slice(1));
      if (id && body && !body.includes(` id="${id}"`)) findings.push(`no ${hash} in ${page} (from ${from})`);
      if (!isNew || !body) continue;
      visited.get(page).isNew = false;
      for (const value of addressesIn(body)) queue.push([new URL(value, page).href, page]);
    }
    await site.close();
    assert.deepEqual(findings, []);
    const lost = pages.filter((file) => file !== "404.html" && !visited.has(site.url(file)));
    assert.deepEqual(lost, [], "pages that no link from home leads to");
  });
}

/** Fetches an address as it stands, without following anything. */
async function visit(page) {
  const response = await fetch(page, { redirect: "manual" });
  const isHtml = (response.headers.get("content-type") ?? "").startsWith("text/html");
  const body = await response.text();
  return { status: response.status, body: isHtml ? body : "", isNew: true };
}

test("every address resolves in a folder on disk", () => {
  const findings = [];
  for (const file of pages.filter((name) => name !== "404.html")) {
    const base = pathToFileURL(join(SITE, file));
    for (const value of addressesIn(text(file))) {
      const to = new URL(value, base);
      to.hash = "";
      to.search = "";
      const path = fileURLToPath(to);
      const isFolder = existsSync(path) && statSync(path).isDirectory();
      const isInside = (path + "/").startsWith(SITE + "/");
      if (!isInside || !existsSync(isFolder ? join(path, "index.html") : path)) findings.push(`${file}: ${value}`);
    }
  }
  assert.deepEqual(findings, []);
});

test("pages opened from disk have their style and their images", async () => {
  const context = await newContext(browser);
  const tab = await context.newPage();
  const withImages = pages.filter((file) => /<img\b/.test(text(file)));
  for (const file of new Set(["index.html", ...articles.slice(0, 3), ...withImages.slice(0, 3), taperPage ?? "index.html"])) {
    await tab.goto(pathToFileURL(join(SITE, file)).href);
    const broken = await tab.evaluate(async () => {
      const images = [...document.images];
      for (const image of images) image.loading = "eager";
      await Promise.all(images.map((image) => image.decode().catch(() => {})));
      return images.filter((image) => image.naturalWidth === 0).map((image) => image.getAttribute("src"));
    });
    assert.deepEqual(broken, [], `${file}: images that do not load`);
    const family = await tab.evaluate(() => getComputedStyle(document.body).fontFamily);
    assert.match(family, /system-ui|sans/i, `${file} has its style`);
  }
  await context.close();
});

test("the 404 page works wherever it is shown: all its addresses are complete", () => {
  assert.ok(pages.includes("404.html"));
  const relative = addressesIn(text("404.html")).filter((value) => !value.startsWith("#"));
  assert.deepEqual(relative, []);
});

test("canonical addresses agree with where the pages are", () => {
  const canonical = (file) => /<link[^>]+rel="?canonical"?[^>]+href="([^"]+)"/.exec(text(file))?.[1];
  const base = canonical("index.html");
  assert.ok(base, "home has a canonical address");
  for (const file of pages.filter((name) => name !== "404.html")) {
    assert.equal(canonical(file), base + encodeURI(address(file)), file);
  }
});

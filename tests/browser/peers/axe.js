// What axe-core finds in a folder of pages, one JSON object a line, to compare with
// `plainleaf audit --format jsonl`.
//
//   node axe.js FOLDER > axe.jsonl

import { createServer } from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import axe from "axe-core";
import { forEachItem, launch, newContext } from "../support/browser.js";

const folder = process.argv[2];
const TYPES = { ".html": "text/html", ".css": "text/css", ".svg": "image/svg+xml", ".js": "text/javascript" };

const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  try {
    const bytes = readFileSync(join(folder, normalize(path)));
    response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
    response.end(bytes);
  } catch {
    response.statusCode = 404;
    response.end();
  }
}).listen(0, "127.0.0.1");
await new Promise((ready) => server.once("listening", ready));

const browser = await launch();
const context = await newContext(browser, { bypassCSP: true });
const files = readdirSync(folder, { recursive: true }).sort();
const pages = files.filter((file) => file.endsWith(".html"));
await forEachItem(context, pages, async (tab, file) => {
  await tab.goto(`http://127.0.0.1:${server.address().port}/${file}`);
  await tab.evaluate(axe.source);
  const { violations, incomplete } = await tab.evaluate(() => window.axe.run(document));
  for (const [kind, list] of [["violation", violations], ["review", incomplete]]) {
    for (const { id, tags, nodes } of list) {
      for (const { html, target } of nodes) {
        console.log(JSON.stringify({ rule: id, kind, file, tags, target: target.flat().join(" "), html }));
      }
    }
  }
});
await browser.close();
server.close();

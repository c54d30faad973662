// How hard the articles are to read, counted a second time: from the published pages, by other
// code, with syllables and formula from the packages `syllable` and `flesch-kincaid`.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fleschKincaid } from "flesch-kincaid";
import { syllable } from "syllable";
import { forEachItem, newContext } from "./support/browser.js";
import { Findings } from "./support/findings.js";
import { browser, open, site } from "./support/open.js";
import { SITE } from "./support/site.js";

open();

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAM = resolve(process.env.PLAINLEAF ?? join(ROOT, "target/release/plainleaf"));

/** What the program says of each article. */
const told = JSON.parse(
  execFileSync(PROGRAM, ["--root", ROOT, "check", "--format", "json"], { encoding: "utf8", maxBuffer: 1 << 26 }),
).reading;

/** The published file of an article: of `content/a/_index.md`, `a/index.html`. */
function published(file) {
  const path = file.replace(/^content\//, "").replace(/\.md$/, "");
  return path.endsWith("_index") ? `${path.slice(0, -6)}index.html` : `${path}/index.html`;
}

/** The running text of a page, a text for each paragraph, item and definition. */
function texts() {
  const aside = ".taper, table, nav, .alert-title, .see";
  const inner = "p, ul, ol, dl, li, dt, dd, div, section, table, figure, blockquote, h2, h3, h4, h5, h6";
  return [...document.querySelectorAll(".text :is(p, li, dd)")]
    .filter((element) => !element.closest(aside))
    .map((element) => {
      const own = element.cloneNode(true);
      for (const other of own.querySelectorAll(`${inner}, sup.cite, sup.note, .hidden`)) other.remove();
      return own.textContent;
    });
}

const words = (text) => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));

const SHORT = /(?:^|[\s"'“‘([{«*])(?:dr|mrs?|ms|prof|st|vs|etc|e\.g|i\.e|no|fig|approx|dept|inc|u\.s|[ap]\.m|jr|sr|al|vol|(?!I)\p{L})\.["'”’)\]}»*]*$/iu;

/** Cuts at white space after an end and before a beginning, unless a short form stands there. */
function sentences(text) {
  const found = [];
  for (const piece of text.split(/(?<=[.!?…]["'”’)\]}»*]*)\s+(?=["'“‘([{«*]*[\p{Lu}\p{N}])/u)) {
    const last = found.at(-1);
    if (last !== undefined && SHORT.test(last)) found[found.length - 1] = `${last} ${piece}`;
    else found.push(piece);
  }
  return found.filter((sentence) => words(sentence).length > 0);
}

test("words and sentences agree with a second count, the grade with another formula, and it is at most 8", async (t) => {
  assert.ok(told.length > 10);
  const context = await newContext(browser);
  const findings = new Findings();
  await forEachItem(context, told, async (tab, article) => {
    const file = published(article.file);
    assert.ok(existsSync(join(SITE, file)), file);
    await tab.goto(site.url(file));
    const all = await tab.evaluate(texts);
    const count = {
      sentence: all.flatMap(sentences).length,
      word: all.flatMap(words).length,
      syllable: all.flatMap(words).reduce((sum, word) => sum + Math.max(1, syllable(word)), 0),
    };
    if (count.word !== article.words) findings.add(file, `${count.word} words, and not ${article.words}`);
    if (count.sentence !== article.sentences) findings.add(file, `${count.sentence} sentences, and not ${article.sentences}`);
    const grade = fleschKincaid(count);
    t.diagnostic(`${file}: grade ${grade.toFixed(2)}, told ${article.grade.toFixed(2)}`);
    if (Math.abs(grade - article.grade) > 1) findings.add(file, `grade ${grade.toFixed(2)}, and not ${article.grade}`);
    if (grade > 8) findings.add(file, `grade ${grade.toFixed(2)}`);
  });
  await context.close();
  findings.assertNone();
});

// On paper: the chosen plan and nothing else, the disclaimer on each sheet, addresses of links.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, newContext } from "./support/browser.js";
import { choose, visiblePlans } from "./support/form.js";
import { golden } from "./support/golden.js";
import { address, articles, planPages, serve, taperPage, text } from "./support/site.js";

let browser;
let site;
let tab;
let folder;

before(async () => {
  browser = await launch();
  site = await serve();
  tab = await (await newContext(browser, { javaScriptEnabled: false })).newPage();
  folder = mkdtempSync(join(tmpdir(), "plainleaf-print-"));
});
after(async () => {
  await browser?.close();
  await site?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** What browsers leave free unless a page says otherwise. */
const MARGIN = { top: "1cm", right: "1cm", bottom: "1cm", left: "1cm" };

/** The text of each sheet of the page in the tab. */
async function sheets() {
  const file = join(folder, "page.pdf");
  writeFileSync(file, await tab.pdf({ format: "Letter", margin: MARGIN }));
  const read = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  assert.equal(read.status, 0, read.stderr);
  return read.stdout.split("\f").filter((sheet) => sheet.trim() !== "");
}

const squeeze = (printed) => printed.replace(/\s+/g, "");
const ids = [...golden.keys()];

/** Where each plan's own page is, as printed. */
const addresses = planPages.map((page) => address(page));

/** What of the page is there on paper. */
async function onPaper() {
  await tab.emulateMedia({ media: "print" });
  const found = {
    plans: await visiblePlans(tab),
    radios: await tab.locator("input[type=radio]:visible").count(),
    navigation: await tab.locator("nav:visible").count(),
  };
  await tab.emulateMedia({ media: null });
  return found;
}

describe("the taper page on paper", { skip: taperPage ? false : "no page with a taper form in this build" }, () => {
  test("no plan chosen: the guidance and all addresses, no table of any plan", async () => {
    await tab.goto(site.url(taperPage));
    assert.deepEqual(await onPaper(), { plans: [], radios: 0, navigation: 0 });
    const printed = (await sheets()).join("\n");
    assert.doesNotMatch(printed, /\b47\.5\b/, "a row of the plans from 50 g");
    assert.match(printed, /not medical advice/i);
    const missing = addresses.filter((to) => !squeeze(printed).includes(to));
    assert.deepEqual(missing, [], "addresses that are not printed");
  });

  test("a plan chosen: this plan alone", async () => {
    await tab.goto(site.url(taperPage));
    await choose(tab, "50", "gentle");
    assert.deepEqual(await onPaper(), { plans: ["50-gentle"], radios: 0, navigation: 0 });
    const printed = (await sheets()).join("\n");
    assertInOrder(printed, "50-gentle");
    assert.doesNotMatch(printed, /\b28\.5\b/, "a row of the plans from 30 g");
    assert.match(printed, /do not do this alone/i);
  });

  test("a plan opened by its address: this plan alone", async () => {
    await tab.goto("about:blank");
    await tab.goto(`${site.url(taperPage)}#t-20-faster`);
    assert.deepEqual((await onPaper()).plans, ["20-faster"]);
    assertInOrder((await sheets()).join("\n"), "20-faster");
  });
});

/** Fails unless the daily amounts of the plan stand in the text in their order. */
function assertInOrder(printed, id) {
  let from = 0;
  for (const row of golden.get(id).filter(({ phase }) => phase === "daily")) {
    const found = printed.slice(from).search(new RegExp(`(?<![\\d.])${row.amount_g.replace(".", "\\.")}(?!\\d)`));
    assert.ok(found >= 0, `${id}: ${row.amount_g} g is not on paper, or not in its place`);
    from += found;
  }
}

/** Steps of the table that have no box to tick: a mark, or a square with a border. */
function withoutBox(root) {
  const [table] = [...root.querySelectorAll("table")].sort((a, b) => b.rows.length - a.rows.length);
  const isBox = (element) => {
    if (/^\s*[☐□▢]\s*$/.test(element.textContent) && element.checkVisibility()) return true;
    const before = getComputedStyle(element, "::before");
    if (/[☐□▢]/.test(before.content)) return true;
    const squares = [getComputedStyle(element), before];
    return squares.some((style) => {
      const [width, height] = [Number.parseFloat(style.width), Number.parseFloat(style.height)];
      const bordered = ["Top", "Right", "Bottom", "Left"].every(
        (side) => style[`border${side}Style`] !== "none" && Number.parseFloat(style[`border${side}Width`]) > 0,
      );
      return bordered && width >= 8 && height >= 8 && Math.abs(width - height) < 4;
    });
  };
  return [...table.rows]
    .filter((row) => row.querySelector("td") && row.cells.length > 1)
    .filter((row) => ![...row.querySelectorAll("*")].some(isBox))
    .map((row) => row.textContent.replace(/\s+/g, " ").trim());
}

describe("the page of a plan on paper", { skip: taperPage ? false : "no page with a taper form in this build" }, () => {
  for (const id of ["20-standard", "50-gentle"]) {
    test(`${id}: a disclaimer on each sheet, a box to tick each step, room for its date`, async () => {
      const page = planPages.find((file) => file.endsWith(`/${id.replace("-", "-g/")}/index.html`));
      await tab.goto(site.url(page));
      const printed = await sheets();
      printed.forEach((sheet, i) => {
        assert.match(sheet, /example\s+only/i, `sheet ${i + 1} of ${printed.length} has no disclaimer`);
      });
      assertInOrder(printed.join("\n"), id);
      assert.match(printed.join("\n"), /\bdate\b/i, "room for a date");
      assert.match(printed.join("\n"), /if you hold/i);
      await tab.emulateMedia({ media: "print" });
      assert.equal(await tab.locator("nav:visible").count(), 0, "no navigation");
      const missing = await tab.locator("main").evaluate(withoutBox);
      const daily = missing.filter((row) => !/stop/i.test(row));
      assert.deepEqual(daily, [], "steps without a box");
      await tab.emulateMedia({ media: null });
    });
  }

  test("every plan fits its sheets: none is cut off at the side", async () => {
    assert.equal(planPages.length, ids.length);
    await tab.goto(site.url(planPages.at(-1)));
    await tab.setViewportSize({ width: 680, height: 900 });
    await tab.emulateMedia({ media: "print" });
    const wide = await tab.evaluate(() => document.scrollingElement.scrollWidth);
    await tab.emulateMedia({ media: null });
    await tab.setViewportSize({ width: 1280, height: 900 });
    assert.ok(wide <= 680, `${wide} px on a sheet of 680 px`);
  });
});

test("an article prints the addresses of its links", async (t) => {
  const external = (file) => /<main[\s\S]*?<a[^>]+href="(https?:\/\/[^"#]+)/.exec(text(file))?.[1];
  const article = articles.find(external);
  if (!article) return t.skip("no article with a link to elsewhere in this build");
  await tab.goto(site.url(article));
  assert.equal((await onPaper()).navigation, 0, "no navigation");
  const printed = squeeze((await sheets()).join("\n"));
  const to = external(article).replaceAll("&amp;", "&").replace(/\/$/, "");
  assert.ok(printed.includes(squeeze(to).slice(0, 60)), `${article}: ${to} is not printed`);
});

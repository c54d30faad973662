// The taper form with scripts off: by keyboard, by address, by Back; every plan against the
// golden rows; and no way to a plan that skips its warnings.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { forEachItem, launch, newContext } from "./support/browser.js";
import { choose, groups, plan, visiblePlans } from "./support/form.js";
import { assertAmounts, assertCsv, assertDetails, golden, startOf, tableRows } from "./support/golden.js";
import { address, bytes, files, planPages, serve, taperPage, text } from "./support/site.js";

let browser;
let site;
let context;
let tab;

before(async () => {
  browser = await launch();
  site = await serve();
  context = await newContext(browser, { javaScriptEnabled: false });
  tab = await context.newPage();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const ids = [...golden.keys()];
const open = (hash = "") => tab.goto("about:blank").then(() => tab.goto(site.url(taperPage) + hash));

/** What has the keyboard's focus. */
const focused = () =>
  tab.evaluate(() => {
    const { localName, type, name, value, id, textContent } = document.activeElement;
    const hash = document.activeElement.getAttribute("href");
    return { tag: localName, type, name, value, id, hash, text: textContent.trim() };
  });

/** Presses Tab until something that `wanted` accepts has the focus; fails after `limit` stops. */
async function tabTo(wanted, limit) {
  for (let stop = 0; stop < limit; stop += 1) {
    await tab.keyboard.press("Tab");
    const now = await focused();
    if (wanted(now)) return now;
  }
  return assert.fail(`not reached by ${limit} Tabs; the focus is on ${JSON.stringify(await focused())}`);
}

/** Waits until exactly this plan can be seen. */
async function assertOnly(id) {
  await plan(tab, id).waitFor({ state: "visible" });
  assert.deepEqual(await visiblePlans(tab), [id]);
}

const words = (locator) => locator.innerText().then((found) => found.replace(/\s+/g, " "));

/** The text that can be seen in `root` before its longest table, read in the page. */
function textBeforeTable(root) {
  const [table] = [...root.querySelectorAll("table")].sort((a, b) => b.rows.length - a.rows.length);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let found = "";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!(table.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING)) break;
    if (node.parentElement.checkVisibility()) found += node.data;
  }
  return found.replace(/\s+/g, " ");
}

/** Fails unless the text holds the warning that an amount asks for, before the first table. */
function assertWarning(body, id) {
  const start = startOf(id);
  if (start >= 20) assert.match(body, /(doctor|do not do this alone)/i, `${id}: warning at 20 g or more`);
  if (start >= 40) assert.match(body, /do not do this alone/i, `${id}: warning at 40 g or more`);
}

describe("the form", { skip: taperPage ? false : "no page with a taper form in this build" }, () => {
  test("offers ten amounts and three paces in named groups, nothing chosen", async () => {
    await open();
    const offered = await groups(tab);
    assert.equal(offered.length, 2);
    assert.deepEqual(offered.flatMap(({ values }) => values).sort(), [
      ...new Set(ids.flatMap((id) => id.split("-"))),
    ].sort());
    assert.equal(await tab.locator("input:checked").count(), 0, "nothing is chosen beforehand");
    assert.deepEqual(await visiblePlans(tab), []);
    assert.equal(await tab.locator("form[method=get] fieldset > legend").count(), 2);
    assert.equal(await tab.locator("main").getByRole("radio").count(), offered[0].values.length + 3);
    for (const legend of await tab.locator("fieldset > legend").allInnerTexts()) {
      assert.equal(await tab.getByRole("group", { name: legend.trim() }).count(), 1, legend);
    }
  });

  test("works by keyboard from the first radio button to the plan", async () => {
    await open();
    const [first, second] = await groups(tab);
    await tabTo(({ type, name }) => type === "radio" && name === first.name, 120);
    await tab.keyboard.press("Space");
    for (let i = 0; i < first.values.indexOf("20"); i += 1) await tab.keyboard.press("ArrowDown");
    assert.equal((await focused()).value, "20");
    await tabTo(({ type, name }) => type === "radio" && name === second.name, 1);
    await tab.keyboard.press("Space");
    const pace = (await focused()).value;
    const id = `20-${pace}`;
    await assertOnly(id);
    const link = await tabTo(({ tag }) => tag === "a" || tag === "button", 1);
    assert.equal(link.hash, `#t-${id}`, "the next Tab stop is the link to the plan");
    await tab.keyboard.press("Enter");
    await tab.waitForURL(new RegExp(`#t-${id}$`));
    await assertOnly(id);
    assert.equal((await focused()).id, `t-${id}`, "the plan has the focus");
    const box = await plan(tab, id).boundingBox();
    assert.ok(box.y >= -1 && box.y < 600, `the plan is in view (y = ${box.y})`);
    assert.equal(await tab.getByRole("region").and(plan(tab, id)).count(), 1, "a named region");
    assertAmounts(await plan(tab, id).evaluate(tableRows), id);
  });

  test("names the plan in its status, with one link and one button to the plan's own page", async () => {
    await open();
    await choose(tab, "20", "gentle");
    await assertOnly("20-gentle");
    const status = tab.locator("main").getByRole("status");
    assert.equal(await status.count(), 1);
    assert.match(await status.ariaSnapshot(), /20 g a day, gentle/i);
    assert.equal(await status.getByRole("link").count(), 1);
    assert.equal(await status.getByRole("button").count(), 1);
    await status.getByRole("button").click();
    await tab.waitForURL(/\/20-g\/gentle\//);
    assert.match(await tab.locator("h1").innerText(), /20.g a day, gentle/i);
  });

  test("shows each of the 30 plans alone, with its golden rows and its warnings first", async () => {
    await open();
    for (const id of ids) {
      const [start, pace] = id.split("-");
      await choose(tab, start, pace);
      await assertOnly(id);
      assertAmounts(await plan(tab, id).evaluate(tableRows), id);
      const top = await plan(tab, id).evaluate(textBeforeTable);
      assert.match(top, /example only/i, `${id}: the short disclaimer stands before the table`);
      assertWarning(top, id);
      assert.ok(
        (await plan(tab, id).locator('a[href^="#"]:not([href^="#t-"]):not([href^="#ref"])').count()) > 0,
        `${id}: a link to who must not do this alone`,
      );
    }
  });

  test("opens a plan by its address and keeps the choice for Back", async () => {
    await open("#t-20-gentle");
    await assertOnly("20-gentle");
    await open();
    await choose(tab, "15", "standard");
    await assertOnly("15-standard");
    await tab.locator("main").getByRole("status").getByRole("button").click();
    await tab.waitForURL(/\/15-g\/standard\//);
    await tab.goBack();
    await tab.waitForURL((url) => url.pathname.endsWith(`/${address(taperPage)}`));
    await assertOnly("15-standard");
  });

  test("a choice wins over the address", async () => {
    await open("#t-20-gentle");
    await choose(tab, "10", "faster");
    await assertOnly("10-faster");
  });
});

describe("the page of a plan", { skip: taperPage ? false : "no page with a taper form in this build" }, () => {
  test("exists for each of the 30 plans, outside feeds and sitemap", () => {
    assert.equal(new Set(planPages).size, ids.length);
    for (const file of files.filter((name) => name.endsWith(".xml"))) {
      for (const page of planPages) {
        assert.ok(!text(file).includes(`/${address(page)}`), `${file} names ${page}`);
      }
    }
    for (const page of planPages) {
      assert.match(text(page), /<meta[^>]+name="?robots"?[^>]+noindex/i, `${page}: noindex`);
    }
  });

  test("holds the golden rows, the disclaimer, the exclusions, the red flags and the CSV", async () => {
    const ordered = planPages.toSorted();
    const seen = [];
    await forEachItem(context, ordered, async (page, file) => {
      await page.goto(site.url(file));
      const [, start, pace] = /([\d.]+)-g\/([a-z]+)\/$/.exec(address(file));
      const id = `${start}-${pace}`;
      seen.push(id);
      const rows = await page.locator("main").evaluate(tableRows);
      assertAmounts(rows, id);
      assertDetails(rows, id);
      await assertSafety(page, id);
      await assertDownload(page, file, id);
    });
    assert.deepEqual(seen.toSorted(), ids.toSorted());
  });
});

/** Fails unless warnings stand before the steps and the full lists are on the page. */
async function assertSafety(page, id) {
  const main = await words(page.locator("main"));
  const top = await page.locator("main").evaluate(textBeforeTable);
  assert.match(top, /not medical advice|example only/i, `${id}: disclaimer before the table`);
  assert.match(main, /no study has tested/i, `${id}: the full disclaimer`);
  assert.match(main, /pregnant/i, `${id}: who must not do this alone`);
  assert.match(main, /call 911 now/i, `${id}: red flags`);
  assert.match(main, /988/, `${id}: the crisis line`);
  assert.match(main, /if you hold/i, `${id}: nobody is ever behind`);
  assert.match(main, /ask a doctor first/i, `${id}: the two gap phases`);
  assertWarning(top, id);
  if (id.endsWith("-faster")) assert.match(main, /only with medical advice/i, id);
}

/** Fails unless the CSV of the plan says what it is and holds the golden rows. */
async function assertDownload(page, file, id) {
  const link = page.locator('main a[href$=".csv"]').first();
  const name = (await link.getAttribute("download")) || (await link.getAttribute("href"));
  const said = `${await link.innerText()} ${name}`;
  assert.match(said, /example.only/i, `${id}: the link to the CSV says what it is`);
  assert.match(said, /not.tested/i, `${id}: the link to the CSV says what it is`);
  const to = new URL(await link.getAttribute("href"), `http://site/${address(file)}`).pathname.slice(1);
  assertCsv(bytes(decodeURIComponent(to)).toString("utf8"), id);
}

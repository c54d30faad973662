// A browser that does not know `:has()`, and one without any style: everything stays reachable.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, newContext } from "./support/browser.js";
import { plan, visiblePlans } from "./support/form.js";
import { golden } from "./support/golden.js";
import { serve, taperPage } from "./support/site.js";

/** As a browser reads it that knows no `:has()`: the selector is invalid wherever it stands. */
const withoutHas = (body) => body.replaceAll(":has(", ":unknown-to-this-browser(");

const withoutStyle = (body) =>
  body
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/<link[^>]+stylesheet[^>]*>/g, "")
    .replace(/\sstyle="[^"]*"/g, "");

const skip = taperPage ? false : "no page with a taper form in this build";
const ids = [...golden.keys()];

for (const [name, rewrite, radios] of [
  ["without :has()", withoutHas, 0],
  ["without any style", withoutStyle, 13],
]) {
  describe(name, { skip }, () => {
    let browser;
    let site;
    let tab;

    before(async () => {
      browser = await launch();
      site = await serve({ rewrite });
      tab = await (await newContext(browser, { javaScriptEnabled: false })).newPage();
      await tab.goto(site.url(taperPage));
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    test("all plans are there under their headings", async () => {
      assert.deepEqual((await visiblePlans(tab)).toSorted(), ids.toSorted());
      for (const id of ids) {
        assert.ok((await plan(tab, id).getByRole("heading").count()) > 0, `${id} has a heading`);
      }
    });

    test("radio buttons that could do nothing are not shown", async () => {
      assert.equal(await tab.locator("input[type=radio]:visible").count(), radios);
    });

    test("a link leads to each plan, and each plan to its own page", async () => {
      for (const id of ids) {
        assert.ok((await tab.locator(`a[href="#t-${id}"]:visible`).count()) >= 1, `a link to ${id}`);
      }
      await tab.locator('a[href="#t-20-gentle"]:visible').first().click();
      await tab.waitForURL(/#t-20-gentle$/);
      const { y } = await plan(tab, "20-gentle").boundingBox();
      assert.ok(y > -2 && y < 900, `the plan is in view (y = ${y})`);
      await tab.locator('[formaction*="20-g/gentle/"]:visible, a[href*="20-g/gentle/"]:not([href$=".csv"]):visible').first().click();
      await tab.waitForURL(/\/20-g\/gentle\//);
      assert.match(await tab.locator("h1").innerText(), /20.g a day, gentle/i);
      await tab.goBack();
    });
  });
}

// axe-core finds nothing on any page: every rule it has, light and dark, three widths.

import { test } from "node:test";
import axe from "axe-core";
import { forEachItem, newContext } from "./support/browser.js";
import { Findings } from "./support/findings.js";
import { choose } from "./support/form.js";
import { browser, open, site } from "./support/open.js";
import { pages, taperPage } from "./support/site.js";

const WIDTHS = [320, 768, 1280];
const RULES = axe.getRules().map((rule) => rule.ruleId);

open();

/** Runs all rules in the page as it is now. */
async function inspect(tab, place, { findings, unsure }) {
  const found = await tab.evaluate(async (rules) => {
    const enabled = Object.fromEntries(rules.map((id) => [id, { enabled: true }]));
    const results = await window.axe.run(document, {
      runOnly: { type: "rule", values: rules },
      rules: enabled,
      resultTypes: ["violations", "incomplete"],
    });
    const lines = (list) =>
      list.flatMap(({ id, nodes }) =>
        nodes.map((node) => ({
          id,
          target: node.target.flat().join(" "),
          why: [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; "),
        })),
      );
    return { violations: lines(results.violations), incomplete: lines(results.incomplete) };
  }, RULES);
  for (const { id } of found.incomplete) unsure.set(id, (unsure.get(id) ?? 0) + 1);
  for (const { id, target, why } of found.violations) findings.add(place, `${id}: ${target}: ${why}`);
}

/** Inspects one page at every width: first as it opens, then with all its details open. */
async function inspectPage(tab, file, report) {
  await tab.goto(site.url(file));
  await tab.evaluate(axe.source);
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: 900 });
    await tab.evaluate((open) => {
      for (const details of document.querySelectorAll("details")) details.open = open;
    }, width !== WIDTHS[0]);
    await inspect(tab, `${file} (${width} px)`, report);
  }
}

for (const scheme of ["light", "dark"]) {
  test(`no violation on ${pages.length} pages, ${RULES.length} rules, ${scheme}`, { timeout: 1_200_000 }, async (t) => {
    const context = await newContext(browser, { colorScheme: scheme, bypassCSP: true });
    const report = { findings: new Findings(), unsure: new Map() };
    await forEachItem(context, pages, (tab, file) => inspectPage(tab, file, report));
    if (taperPage) {
      const tab = await context.newPage();
      await tab.goto(site.url(taperPage));
      await tab.evaluate(axe.source);
      await choose(tab, "40", "faster");
      for (const width of WIDTHS) {
        await tab.setViewportSize({ width, height: 900 });
        await inspect(tab, `${taperPage} with a plan chosen (${width} px)`, report);
      }
    }
    await context.close();
    const counts = [...report.unsure].map(([id, count]) => `${id} ${count}`).join(", ");
    t.diagnostic(`axe could not decide: ${counts || "nothing"}`);
    report.findings.assertNone();
  });
}

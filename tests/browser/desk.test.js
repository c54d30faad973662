// The editor's desk of the preview: axe, the Nu checker, keyboard, filters, and how pages
// follow a change. The preview serves a small site of its own, with one fault of each kind.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { launch, newContext } from "./support/browser.js";
import { Findings } from "./support/findings.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAM = resolve(process.env.PLAINLEAF ?? join(ROOT, "target/release/plainleaf"));
const JAR = fileURLToPath(new URL("node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
const RULES = axe.getRules().map((rule) => rule.ruleId);
const HOSTILE = `<script>document.title = "hit"</script> & "quotes"`;

const page = (title, more = "", text = "Some text.") => `+++\ntitle = '''${title}'''\n${more}\n+++\n${text}\n`;
const FILES = {
  "site.toml": `title = "Desk"
base_url = "https://desk.example/"
language = "en"
[[languages]]
code = "de"
name = "Deutsch"
[people.ahill]
name = "Ann Hill"
[refs]
retracted = "mark"
`,
  "refs.txt": `doi:10.1000/182 asked=2026-02-24 is=found retracted=2026-02-06@doi:10.1000/190 year=2024 title=Sleep
doi:10.1000/183 asked=2026-02-24 is=missing
`,
  "content/references.yaml": ["sleep2024", "dreams2020"]
    .map((key, number) => `${key}: { type: Article, title: Of ${key}, author: "Hill, Ann", date: 2024, serial-number: { doi: 10.1000/18${number + 2} }, parent: { type: Periodical, title: A Journal, volume: 5 } }\n`)
    .join(""),
  "content/_index.md": page("Home", "", "Read [a](a.md) and [the terms](terms.md)."),
  "content/terms.md": page("Terms", "[glossary]\nCraving = ['urge']", "Craving\n: A wish.\n\nTaper\n: Less and less."),
  "content/_index.de.md": page("Start"),
  "content/a.md": page("A page", "updated = 2026-01-02", "Back [home](_index.md). An urge, says XYZ [@sleep2024]. One two three four five."),
  "content/a.de.md": page("Eine Seite"),
  "content/draft.md": page(HOSTILE, "draft = true"),
  "content/future.md": page("Later", "date = 2999-01-01"),
  "content/expired.md": page("Gone", "expires = 2020-01-01"),
  "content/orphan.md": page("Nobody leads here"),
};
const BROKEN = page("A page", "", "Leads [nowhere](nowhere.md).");

let browser;
let folder;
let origin;
let preview;

const write = (file, text) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "plainleaf-desk-"));
  for (const [file, text] of Object.entries(FILES)) write(file, text);
  // Somebody reviewed two pages, and one of them was changed afterwards.
  const soon = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
  for (const file of ["_index.md", "orphan.md"]) {
    execFileSync(PROGRAM, ["--root", folder, "review", file, "--by", "ahill", "--until", soon]);
  }
  write("content/orphan.md", page("Nobody leads here", "", "Some other text."));
  preview = spawn(PROGRAM, ["--root", folder, "serve", "--addr", "127.0.0.1:0"]);
  preview.stderr.resume();
  origin = await new Promise((found, failed) => {
    let said = "";
    preview.stdout.on("data", (data) => {
      said += data;
      const desk = /editor's desk: (http:\/\/127\.0\.0\.1:\d+)\/_desk\/\n/.exec(said);
      if (desk) found(desk[1]);
    });
    preview.on("error", failed);
    preview.on("exit", (code) => failed(new Error(`the preview ended with ${code}`)));
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  preview?.kill();
  if (folder) rmSync(folder, { recursive: true });
});

const titles = (tab) => tab.locator("tbody th a").allTextContents();

/** Runs every rule of axe, and measures targets and width. */
async function inspect(tab, place, findings) {
  await tab.evaluate(axe.source);
  const found = await tab.evaluate(async (rules) => {
    const enabled = Object.fromEntries(rules.map((id) => [id, { enabled: true }]));
    const { violations } = await window.axe.run(document, {
      runOnly: { type: "rule", values: rules },
      rules: enabled,
    });
    const wrong = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.flat().join(" ")}`));
    for (const target of document.querySelectorAll("a, summary")) {
      const { width, height } = target.getBoundingClientRect();
      if (Math.min(width, height) < 44) wrong.push(`${width} x ${height}: ${target.textContent}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) wrong.push("the page is wider than the window");
    return wrong;
  }, RULES);
  for (const wrong of found) findings.add(place, wrong);
}

/** Waits until the desk says how many errors there are. */
const errors = (tab, number) => tab.getByText(new RegExp(`; ${number} errors? and`)).waitFor();

const PANELS = ["due/", "changed/", "references/", "reading/", "glossary/"];
const PLACES = ["", ...PANELS, "due/?show=overdue", "?show=orphans&sort=words", "?show=future", "page/?file=content/a.md", "page/?file=content/draft.md", "none/"];

for (const scheme of ["light", "dark"]) {
  test(`axe finds nothing and targets are large, ${scheme}`, { timeout: 300_000 }, async () => {
    const context = await newContext(browser, { colorScheme: scheme });
    const tab = await context.newPage();
    const findings = new Findings();
    write("content/a.md", BROKEN);
    await tab.goto(`${origin}/_desk/`);
    await errors(tab, 1);
    for (const place of PLACES) {
      for (const width of [320, 768, 1280]) {
        await tab.setViewportSize({ width, height: 900 });
        await tab.goto(`${origin}/_desk/${place}`);
        await inspect(tab, `${place} (${width} px)`, findings);
      }
    }
    write("content/a.md", FILES["content/a.md"]);
    await tab.goto(`${origin}/_desk/`);
    await errors(tab, 0);
    await context.close();
    findings.assertNone();
  });
}

test("the Nu checker finds no error and no warning", { timeout: 120_000 }, async () => {
  const saved = mkdtempSync(join(tmpdir(), "plainleaf-desk-html-"));
  for (const [number, place] of PLACES.entries()) {
    const html = await (await fetch(`${origin}/_desk/${place}`)).text();
    writeFileSync(join(saved, `${number}.html`), html);
  }
  const checker = spawn("java", ["-Xss4m", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", saved]);
  let report = "";
  for await (const data of checker.stdout) report += data;
  rmSync(saved, { recursive: true });
  const { messages } = JSON.parse(report);
  const said = messages.filter(({ type, subType }) => type !== "info" || subType === "warning");
  assert.deepEqual(said.map(({ message, extract }) => `${message} [${extract}]`), []);
});

test("filters and sorting are plain links, without JavaScript too", { timeout: 60_000 }, async () => {
  const context = await newContext(browser, { javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(`${origin}/_desk/`);
  assert.equal((await titles(tab)).length, 9);
  const follow = async (name, expected) => {
    await tab.getByRole("link", { name }).first().click();
    assert.deepEqual(await titles(tab), expected);
  };
  await follow(/^Drafts/, [HOSTILE]);
  await follow(/^Future/, ["Later"]);
  await follow(/^Expired/, ["Gone"]);
  await follow(/^Orphans/, ["Eine Seite", "Nobody leads here"]);
  await follow(/^Missing translations/, ["Nobody leads here", "Terms"]);
  await follow(/^Published/, ["A page", "Eine Seite", "Home", "Nobody leads here", "Start", "Terms"]);
  await tab.getByRole("link", { name: "Words" }).click();
  assert.equal((await titles(tab))[0], "A page");
  assert.equal(await tab.locator("th[aria-sort=descending]").textContent(), "Words");
  assert.equal(await tab.locator(".filters [aria-current]").textContent(), "Published 6");
  await tab.getByRole("link", { name: "A page" }).click();
  assert.equal(await tab.locator("h1").textContent(), "A page");
  await tab.getByRole("link", { name: "/a/" }).click();
  assert.equal(new URL(tab.url()).pathname, "/a/");
  await context.close();
});

test("each panel is a page with a table, reached and sorted without JavaScript", { timeout: 60_000 }, async () => {
  const context = await newContext(browser, { javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(`${origin}/_desk/`);
  const open = async (name) => {
    await tab.getByRole("navigation", { name: "Editor’s desk" }).getByRole("link", { name, exact: true }).click();
    assert.equal(await tab.locator("h1").textContent(), name);
    assert.equal(await tab.locator("header [aria-current=page]").textContent(), name);
  };
  const rows = () => tab.locator("table").first().locator("tbody tr");
  await open("Reviews due");
  assert.match(await rows().first().innerText(), /Ann Hill/);
  await tab.getByRole("link", { name: /^Overdue/ }).click();
  await tab.getByText("There is no such page.").waitFor();
  await open("Changed since review");
  assert.deepEqual(await titles(tab), ["Nobody leads here"]);
  assert.equal(await rows().locator("ins").first().textContent(), "new: other");
  await open("References");
  assert.match(await rows().nth(1).innerText(), /Of sleep2024[^]*retracted[^]*content\/a\.md:5/);
  await tab.getByRole("link", { name: /^Not cited/ }).click();
  assert.equal(await tab.locator("caption").textContent(), "Not cited: 1 source, by key");
  assert.match(await rows().innerText(), /dead identifier[^]*no page cites it/);
  await open("Reading level");
  assert.equal(await tab.locator("th[aria-sort=descending]").textContent(), "Grade");
  await tab.getByRole("link", { name: "Words" }).click();
  assert.equal((await titles(tab))[0], "A page");
  await open("Glossary");
  assert.match(await rows().first().innerText(), /Craving[^]*urge[^]*content\/a\.md:5/);
  await tab.getByRole("link", { name: /^Unused/ }).click();
  assert.equal(await tab.locator("caption").first().textContent(), "Unused: 1 term, by term");
  assert.match(await tab.locator("table").nth(1).innerText(), /`XYZ` is not explained/);
  await context.close();
});

test("the keyboard reaches everything and shows where it is", { timeout: 60_000 }, async () => {
  const context = await newContext(browser, { viewport: { width: 320, height: 800 } });
  const tab = await context.newPage();
  await tab.goto(`${origin}/_desk/`);
  await tab.keyboard.press("Tab");
  const skip = tab.locator(":focus");
  assert.equal(await skip.textContent(), "Skip to content");
  assert.ok((await skip.boundingBox()).y >= 0, "the skip link shows itself");
  await tab.keyboard.press("Enter");
  assert.equal(await tab.evaluate(() => document.activeElement.id), "main");
  const expected = await tab.locator("main a, main [tabindex='0']").count();
  for (let reached = 0; reached < expected; reached += 1) {
    await tab.keyboard.press("Tab");
    const state = await tab.evaluate(() => {
      const at = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      return { inside: Boolean(at.closest("main")), ring: outlineStyle === "solid" && parseFloat(outlineWidth) >= 3 };
    });
    assert.deepEqual(state, { inside: true, ring: true }, `stop ${reached + 1}`);
  }
  await tab.locator(".wide").focus();
  await tab.keyboard.press("ArrowRight");
  await tab.waitForFunction(() => document.querySelector(".wide").scrollLeft > 0);
  await context.close();
});

test("a change reaches the desk, and errors stand over their own page", { timeout: 60_000 }, async () => {
  const context = await newContext(browser);
  const tab = await context.newPage();
  await tab.goto(`${origin}/_desk/`);
  await errors(tab, 0);
  write("content/a.md", BROKEN);
  await errors(tab, 1);
  await tab.goto(`${origin}/a/`);
  const alert = tab.getByRole("alert");
  assert.match(await alert.innerText(), /1 error: this is the last good build[^]*content\/a\.md:5:7/);
  await tab.goto(`${origin}/orphan/`);
  assert.doesNotMatch(await alert.innerText(), /content\/a\.md/);
  await alert.getByText("1 error on other pages").click();
  assert.match(await alert.innerText(), /content\/a\.md:5:7/);
  await alert.getByRole("link", { name: "Open the editor’s desk" }).click();
  await errors(tab, 1);
  write("content/a.md", FILES["content/a.md"]);
  await errors(tab, 0);
  // Without a theme nothing can be put together: the desk keeps what it knew.
  const template = join(folder, "themes/default/templates/page.html");
  write("themes/default/templates/page.html", "{{ page.titel }}");
  await errors(tab, 1);
  assert.equal((await titles(tab)).length, 9);
  rmSync(template);
  await errors(tab, 0);
  await context.close();
});

test("a change of style is swapped in place, one of the text reloads", { timeout: 60_000 }, async () => {
  const context = await newContext(browser);
  const tab = await context.newPage();
  await tab.goto(`${origin}/orphan/`);
  await tab.evaluate(() => (window.stayed = true));
  const colour = (expected) =>
    tab.waitForFunction((expected) => getComputedStyle(document.body).backgroundColor === expected, expected);
  write("themes/default/assets/style.css", "body{background:rgb(251, 252, 253)}");
  await colour("rgb(251, 252, 253)");
  write("themes/default/assets/style.css", "body{background:rgb(254, 253, 252)}");
  await colour("rgb(254, 253, 252)");
  assert.equal(await tab.evaluate(() => window.stayed), true, "the page was not loaded again");
  write("content/orphan.md", page("Nobody leads here", "", "Another text."));
  await tab.locator(".text").getByText("Another text.").waitFor();
  assert.equal(await tab.evaluate(() => window.stayed), undefined, "the page was loaded again");
  await context.close();
});

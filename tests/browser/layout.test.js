// What a stylesheet can take away: reflow, large text, large targets, a visible focus,
// shapes in forced colors, stillness, and the skip link.

import assert from "node:assert/strict";
import { test } from "node:test";
import { forEachItem, launch, newContext } from "./support/browser.js";
import { Findings } from "./support/findings.js";
import { choose } from "./support/form.js";
import { browser, open, site } from "./support/open.js";
import { pages, planPages, taperPage } from "./support/site.js";

open();

/** Plan pages differ in their numbers only: the longest and two more stand for all. */
const sample = pages.filter(
  (file) => !planPages.includes(file) || /\/(50-g\/gentle|20-g\/standard|2\.5-g\/faster)\//.test(file),
);

/** Calls `inspect` in each page of a context; fails if any of them returns a finding. */
async function assertNothing({ started = browser, ...options }, files, inspect, prepare = () => {}) {
  const context = await newContext(started, options);
  const findings = new Findings();
  await forEachItem(context, files, async (tab, file) => {
    await tab.goto(site.url(file));
    await prepare(tab, file);
    for (const found of await tab.evaluate(inspect)) findings.add(file, found);
  });
  await context.close();
  findings.assertNone();
}

/** What sticks out of the window to the right. */
function overflow() {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth <= clientWidth) return [];
  const scrolls = (element) => element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const wide = [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 1 && !scrolls(element.parentElement))
    .map((element) => `${element.localName}.${element.className?.baseVal ?? element.className}`);
  return [`${scrollWidth} px wide in a window of ${clientWidth} px: ${[...new Set(wide)].slice(0, 5).join(", ")}`];
}

const chooseSome = async (tab, file) => {
  if (file === taperPage) await choose(tab, "50", "gentle");
};
const space = (tab) =>
  tab.addStyleTag({
    content:
      "*{line-height:1.5 !important;letter-spacing:.12em !important;word-spacing:.16em !important}p{margin-bottom:2em !important}",
  });

test("320 px wide (1280 px at 400 % zoom): nothing to scroll sideways", async () => {
  await assertNothing({ viewport: { width: 320, height: 256 } }, pages, overflow);
  if (taperPage) await assertNothing({ viewport: { width: 320, height: 256 } }, [taperPage], overflow, chooseSome);
});

test("text at 200 %: nothing to scroll sideways", async () => {
  const started = await launch(["--blink-settings=defaultFontSize=32"]);
  try {
    for (const width of [640, 1280]) {
      await assertNothing({ started, viewport: { width, height: 900 } }, sample, overflow);
    }
  } finally {
    await started.close();
  }
});

test("wide text spacing at 320 px: nothing to scroll sideways", async () => {
  await assertNothing({ viewport: { width: 320, height: 900 } }, sample, overflow, space);
});

/** Controls smaller than 44 by 44 px, other than links inside a sentence (WCAG 2.5.5). */
function smallTargets() {
  const box = (element) => {
    const label = element.localName === "input" && element.labels?.[0];
    const boxes = [element, label || element].map((one) => one.getBoundingClientRect());
    return { width: Math.max(...boxes.map((b) => b.width)), height: Math.max(...boxes.map((b) => b.height)), right: boxes[0].right, bottom: boxes[0].bottom };
  };
  const isInSentence = (link) => {
    let around = link;
    while (getComputedStyle(around).display.startsWith("inline")) around = around.parentElement;
    if (around === link) return false;
    const length = (found) => found.replace(/[\s·|,/›»]+/g, "").length;
    const own = [...around.querySelectorAll("a, button")].map((one) => one.innerText).join("");
    return length(around.innerText) > length(own);
  };
  return [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => !(element.localName === "a" && isInSentence(element)))
    .map((element) => ({ element, ...box(element) }))
    .filter(({ width, height, right, bottom }) => (width < 43.9 || height < 43.9) && right > 0 && bottom > 0)
    .filter(({ width, height }) => width > 1 && height > 1)
    .map(({ element, width, height }) => `${width.toFixed(0)} × ${height.toFixed(0)} px: ${element.outerHTML.slice(0, 100)}`);
}

test("targets are at least 44 px by 44 px", async () => {
  for (const width of [320, 1280]) {
    await assertNothing({ viewport: { width, height: 900 } }, sample, smallTargets, chooseSome);
  }
});

/** Boxes that have a background of their own, marked so that they are found again. */
const markShapes = (tab) =>
  tab.evaluate(() => {
    for (const element of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      const wide = element.getBoundingClientRect().width > innerWidth - 40;
      const isShape =
        element instanceof HTMLElement &&
        !/^(table|thead|tbody|tr|td|th|mark|code|kbd)$/.test(element.localName) &&
        style.display !== "inline" &&
        !wide &&
        element.checkVisibility() &&
        element.getBoundingClientRect().height > 8 &&
        element.getBoundingClientRect().bottom > 0 &&
        element.getBoundingClientRect().right > 0 &&
        !/^(rgba\(0, 0, 0, 0\)|transparent)$/.test(style.backgroundColor) &&
        style.backgroundColor !== getComputedStyle(document.body).backgroundColor;
      if (isShape) element.dataset.shape = "";
    }
  });

/** Marked boxes that no border shows. */
function borderless() {
  const sides = ["Top", "Right", "Bottom", "Left"];
  const background = getComputedStyle(document.body).backgroundColor;
  const isSeen = (style) =>
    sides.some(
      (side) =>
        Number.parseFloat(style[`border${side}Width`]) >= 1 &&
        style[`border${side}Style`] !== "none" &&
        style[`border${side}Color`] !== background,
    ) ||
    (Number.parseFloat(style.outlineWidth) >= 1 && style.outlineStyle !== "none");
  const fills = (element, box) =>
    Math.abs(element.getBoundingClientRect().width - box.getBoundingClientRect().width) < 20;
  const isCarried = (element) =>
    isSeen(getComputedStyle(element)) ||
    (isSeen(getComputedStyle(element.parentElement)) && fills(element, element.parentElement));
  return [...document.querySelectorAll("[data-shape]")]
    .filter((element) => !isCarried(element))
    .map((element) => `no border: ${element.cloneNode().outerHTML.slice(0, 100)}`);
}

test("forced colors: a border carries every shape", async () => {
  await assertNothing({}, sample, borderless, async (tab, file) => {
    await tab.emulateMedia({ forcedColors: "none" });
    await chooseSome(tab, file);
    await markShapes(tab);
    await tab.emulateMedia({ forcedColors: "active" });
  });
});

/** Anything that moves or fades. */
function motion() {
  const findings = [...document.querySelectorAll("*")]
    .filter((element) => {
      const style = getComputedStyle(element);
      return style.animationName !== "none" || style.transitionDuration.split(",").some((time) => Number.parseFloat(time) > 0);
    })
    .map((element) => `moves: ${element.cloneNode().outerHTML.slice(0, 100)}`);
  if (getComputedStyle(document.documentElement).scrollBehavior !== "auto") findings.push("scrolls smoothly");
  return findings;
}

test("nothing moves", async () => {
  await assertNothing({ reducedMotion: "reduce" }, sample, motion);
  await assertNothing({}, sample, motion);
});

/** What is wrong with the focus ring of the element that has the focus, and a key for it. */
function inspectFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  window.focusKeys ??= new Map();
  const isNew = !window.focusKeys.has(element);
  if (isNew) window.focusKeys.set(element, window.focusKeys.size);
  const candidates = [element, ...(element.labels ?? []), element.parentElement];
  const rings = candidates.map((one) => ({ one, style: getComputedStyle(one) }));
  const ring = rings.find(({ style }) => style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2);
  const name = element.outerHTML.slice(0, 110);
  if (!ring) return { isNew, finding: `no focus ring: ${name}` };
  const box = ring.one.getBoundingClientRect();
  if (box.width < 2 || box.height < 2) return { isNew, finding: `too small to see: ${name}` };
  const isInView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (!isInView) return { isNew, finding: `focused outside the window: ${name}` };
  return { isNew, finding: ringContrast(ring) < 3 ? `focus ring hard to see: ${name}` : null };

  function ringContrast({ one, style }) {
    let around = one.parentElement;
    while (around && /^(rgba\(0, 0, 0, 0\)|transparent)$/.test(getComputedStyle(around).backgroundColor)) around = around.parentElement;
    const [a, b] = [luminance(style.outlineColor), luminance(getComputedStyle(around ?? document.body).backgroundColor)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  function luminance(color) {
    const [red, green, blue] = color.match(/[\d.]+/g).map(Number).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
}

/** Tabs through a whole page; returns what was wrong on the way. */
async function tabThrough(tab) {
  const findings = [];
  const stops = await tab.evaluate(() => document.querySelectorAll("a[href], button, summary, input, [tabindex='0']").length);
  let seen = 0;
  for (let press = 0; press <= stops + 2; press += 1) {
    await tab.keyboard.press("Tab");
    const focus = await tab.evaluate(inspectFocus);
    if (!focus?.isNew) {
      if (seen > 0) break;
      continue;
    }
    seen += 1;
    if (focus.finding) findings.push(focus.finding);
  }
  if (seen === 0) findings.push("nothing takes the focus");
  return findings;
}

for (const options of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
  test(`a ring shows the focus on everything: ${Object.values(options)[0]}`, async () => {
    const context = await newContext(browser, options);
    const findings = new Findings();
    await forEachItem(context, sample, async (tab, file) => {
      await tab.bringToFront();
      await tab.goto(site.url(file));
      await chooseSome(tab, file);
      await tab.evaluate(() => document.activeElement?.blur());
      for (const found of await tabThrough(tab)) findings.add(file, found);
    });
    await context.close();
    findings.assertNone();
  });
}

test("the first Tab stop skips to the content", async () => {
  const context = await newContext(browser);
  const findings = new Findings();
  await forEachItem(context, sample, async (tab, file) => {
    await tab.goto(site.url(file));
    await tab.keyboard.press("Tab");
    const skip = await tab.evaluate(() => {
      const link = document.activeElement;
      const box = link.getBoundingClientRect();
      return {
        hash: link.hash ?? "",
        isSeen: box.left >= 0 && box.top >= 0 && box.width >= 44 && box.height >= 44,
      };
    });
    if (!/^#./.test(skip.hash)) return findings.add(file, "the first Tab stop is no skip link");
    if (!skip.isSeen) findings.add(file, "the skip link cannot be seen when it has the focus");
    await tab.keyboard.press("Enter");
    await tab.keyboard.press("Tab");
    const reached = await tab.evaluate((hash) => {
      const target = document.getElementById(hash.slice(1));
      const now = document.activeElement;
      const isMain = target?.closest("main") ?? target?.querySelector("main");
      const isAfter = (element) => Boolean(target.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
      const stops = [...document.querySelectorAll("a[href], button, summary, input, [tabindex='0']")];
      return Boolean(isMain && (isAfter(now) || !stops.some(isAfter)));
    }, skip.hash);
    if (!reached) findings.add(file, "the skip link does not lead into the content");
  });
  await context.close();
  findings.assertNone();
});

test("dark follows the system", async () => {
  const context = await newContext(browser, { colorScheme: "dark" });
  const tab = await context.newPage();
  await tab.goto(site.url("index.html"));
  const [red, green, blue] = await tab.evaluate(() =>
    getComputedStyle(document.body).backgroundColor === "rgba(0, 0, 0, 0)"
      ? getComputedStyle(document.documentElement).backgroundColor.match(/[\d.]+/g).map(Number)
      : getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number),
  );
  await context.close();
  assert.ok(red + green + blue < 180, `background ${red} ${green} ${blue}`);
});

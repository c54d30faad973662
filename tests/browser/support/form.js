// What the taper form looks like to a test: two groups of radio buttons, a status, 30 plans.

/** The values of both groups, in the order of the page. */
export const groups = (tab) =>
  tab.evaluate(() => {
    const byName = new Map();
    for (const radio of document.querySelectorAll("main input[type=radio]")) {
      if (!byName.has(radio.name)) byName.set(radio.name, []);
      byName.get(radio.name).push(radio.value);
    }
    return [...byName].map(([name, values]) => ({ name, values }));
  });

/** Chooses an amount and a pace as a click on their labels would. */
export async function choose(tab, start, pace) {
  const [first, second] = await groups(tab);
  for (const [name, value] of [[first.name, start], [second.name, pace]]) {
    await tab.locator(`input[type=radio][name="${name}"][value="${value}"]`).check({ force: true });
  }
}

/** The ids of the plans that can be seen (`20-gentle`). */
export const visiblePlans = (tab) =>
  tab.evaluate(() =>
    [...document.querySelectorAll('[id^="t-"]')]
      .filter((section) => section.querySelector("table") && section.checkVisibility())
      .map((section) => section.id.slice(2)),
  );

/** A locator of a plan's section. */
export const plan = (tab, id) => tab.locator(`[id="t-${id}"]`);

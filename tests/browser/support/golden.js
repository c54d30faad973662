// The rows of all plans as they were computed independently of the generator,
// and how a table of a page is compared with them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const FILE = new URL("../../data/taper_tables.csv", import.meta.url);

/** Plan id (`20-gentle`) → its rows in order. */
export const golden = readGolden();

function readGolden() {
  const [head, ...lines] = readFileSync(FILE, "utf8").trim().split(/\r?\n/);
  const names = head.split(",");
  const plans = new Map();
  for (const line of lines) {
    const row = Object.fromEntries(line.split(",").map((cell, i) => [names[i], cell]));
    const id = `${row.start_g}-${row.pace}`;
    if (!plans.has(id)) plans.set(id, []);
    plans.get(id).push(row);
  }
  return plans;
}

/** The starting amount of a plan in grams: `2.5-gentle` → 2.5. */
export const startOf = (id) => Number.parseFloat(id);

/** The columns that a downloaded plan must have, in this order. */
const COLUMNS = ["row", "phase", "first_day", "days", "amount_g", "cut_g", "doses_g"];

/** Fails unless a downloaded CSV holds exactly the golden rows of the plan. */
export function assertCsv(csv, id) {
  const lines = csv.replace(/^\uFEFF/, "").trim().split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith(COLUMNS[0] + ","));
  assert.ok(start >= 0, `${id}: the CSV has no line of column names`);
  assert.equal(lines[start], COLUMNS.join(","), `${id}: columns of the CSV`);
  const rows = lines.slice(start + 1).filter((line) => line !== "" && !line.startsWith("#"));
  const expected = golden.get(id).map((row) => COLUMNS.map((name) => row[name]).join(","));
  assert.deepEqual(rows, expected, `${id}: rows of the CSV`);
}

/**
 * The text of each cell of each step in the longest table inside `root`, read in the page.
 * A step is a row with a data cell that does not span the table.
 */
export function tableRows(root) {
  const [table] = [...root.querySelectorAll("table")].sort((a, b) => b.rows.length - a.rows.length);
  return [...table.rows]
    .filter((row) => row.querySelector("td") && row.cells.length > 1)
    .map((row) => [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim()));
}

const firstNumber = (cell) => {
  const found = /\d+(?:[.,]\d+)?/.exec(cell ?? "");
  return found ? Number(found[0].replace(",", ".")) : Number.NaN;
};

/** Fails unless one column of the table holds the golden amounts in order. */
export function assertAmounts(rows, id) {
  const expected = golden.get(id);
  assert.equal(rows.length, expected.length, `${id}: number of steps in the table`);
  const agrees = (column) =>
    expected.every((row, i) => {
      if (row.phase === "stop") return /^(0(\.0)?\b|stop|none|–|—|-|$)/i.test(rows[i][column] ?? "");
      const decimal = /\d+\.\d\b/.test(rows[i][column] ?? "");
      return decimal && firstNumber(rows[i][column]) === Number(row.amount_g);
    });
  const columns = Math.max(...rows.map((row) => row.length));
  const found = Array.from({ length: columns }, (_, i) => i).some(agrees);
  assert.ok(found, `${id}: no column holds the amounts ${expected.map((r) => r.amount_g)}\n${rows[0]}\n${rows.at(-1)}`);
}

/** Fails unless each row of a full table also holds its doses and first day. */
export function assertDetails(rows, id) {
  golden.get(id).forEach((row, i) => {
    if (row.phase === "stop") return;
    const numbers = rows[i].join(" ").match(/\d+(?:\.\d+)?/g) ?? [];
    const doses = row.doses_g.split(" ");
    const at = numbers.findIndex((_, n) => doses.every((dose, k) => numbers[n + k] === dose));
    assert.ok(at >= 0, `${id}, step ${row.row}: doses ${row.doses_g} are not in "${rows[i].join(" | ")}"`);
    assert.ok(
      numbers.includes(row.first_day),
      `${id}, step ${row.row}: first day ${row.first_day} is not in "${rows[i].join(" | ")}"`,
    );
  });
}

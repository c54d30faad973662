// Findings that read well when the same one is on many pages.

import assert from "node:assert/strict";

const SHOWN = 40;
const PLACES = 4;

/** A list of findings that fails, once, with each thing said once and the places it is at. */
export class Findings {
  #places = new Map();

  /** Notes that `what` is wrong at `place`. */
  add(place, what) {
    if (!this.#places.has(what)) this.#places.set(what, []);
    this.#places.get(what).push(place);
  }

  /** Fails if anything was noted. */
  assertNone() {
    const lines = [...this.#places].map(([what, places]) => {
      const more = places.length > PLACES ? ` and ${places.length - PLACES} more` : "";
      return `${what}\n    at ${places.slice(0, PLACES).join(", ")}${more}`;
    });
    const rest = lines.length > SHOWN ? `\n… and ${lines.length - SHOWN} more` : "";
    assert.ok(lines.length === 0, `${lines.length} findings\n${lines.slice(0, SHOWN).join("\n")}${rest}`);
  }
}

// The Nu HTML checker has nothing to say about any page, drawing or stylesheet of the build.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { SITE } from "./support/site.js";

const JAR = fileURLToPath(new URL("node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));

/** Checks the files of the build whose kind `flags` name; resolves to its messages. */
function check(flags) {
  const options = ["-Xss4m", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always"];
  return new Promise((resolve, reject) => {
    const checker = spawn("java", [...options, ...flags, SITE]);
    let report = "";
    let trouble = "";
    checker.stdout.on("data", (data) => (report += data));
    checker.stderr.on("data", (data) => (trouble += data));
    checker.on("error", reject);
    checker.on("close", () => {
      try {
        resolve(JSON.parse(report).messages);
      } catch {
        reject(new Error(`the checker did not report: ${report.slice(0, 500)} ${trouble.slice(0, 2000)}`));
      }
    });
  });
}

test("no error and no warning", { timeout: 600_000 }, async (t) => {
  const messages = await check(["--skip-non-html", "--also-check-css", "--also-check-svg"]);
  const line = ({ url, lastLine, lastColumn, message, extract }) =>
    `${url?.split(SITE)[1] ?? url}:${lastLine}:${lastColumn}: ${message} [${(extract ?? "").replace(/\s+/g, " ")}]`;
  const isNote = ({ type, subType }) => type === "info" && subType !== "warning";
  const notes = messages.filter(isNote);
  const findings = messages.filter((message) => !isNote(message)).map(line);
  t.diagnostic(`${notes.length} notes that are neither error nor warning`);
  for (const note of new Set(notes.slice(0, 200).map(({ message }) => message))) t.diagnostic(note);
  assert.equal(findings.length, 0, `${findings.length} findings\n${findings.slice(0, 60).join("\n")}`);
});

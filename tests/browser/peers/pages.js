// Makes pages from the examples of a package of components, to compare findings on them.
//
//   node pages.js node_modules/govuk-frontend OUT
//
// The package holds a `fixtures.json` for each component. Each example stands in a good page of
// its own, with the style sheet of the package and without its scripts.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const [, , from, out] = process.argv;
if (!out) {
  console.error("usage: node pages.js PACKAGE OUT");
  process.exit(2);
}

const plain = (words) => words.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

const page = (title, html) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<a href="#around-the-example">Skip to the example</a>
<main id="around-the-example">
${html.includes("<h1") ? "" : `<h1>${title}</h1>`}
<h2>Example</h2>
${html}
</main>
</body>
</html>
`;

const files = readdirSync(from, { recursive: true }).sort();
const style = files.find((file) => /^dist\/\w+\/[\w-]+-frontend\.min\.css$/.test(file));
mkdirSync(out, { recursive: true });
cpSync(join(from, style), join(out, "style.css"));
const assets = join(from, dirname(style), "assets");
if (existsSync(assets)) cpSync(assets, join(out, "assets"), { recursive: true });

let count = 0;
for (const file of files.filter((file) => file.endsWith("/fixtures.json"))) {
  const { fixtures } = JSON.parse(readFileSync(join(from, file), "utf8"));
  const component = basename(dirname(file));
  for (const [index, { name, html }] of fixtures.entries()) {
    const number = String(index + 1).padStart(2, "0");
    const title = `${component} ${number}: ${name}`.replace(/[<&]/g, "");
    writeFileSync(join(out, `${component}-${number}-${plain(name)}.html`), page(title, html));
    count += 1;
  }
}
console.log(`${count} pages in ${out}`);

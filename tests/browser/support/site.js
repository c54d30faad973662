// The built site under test: its files, its pages, and a small server for them.
// Everything about it is read from the build; no page is named here.

import { createServer } from "node:http";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The folder of the build. */
export const SITE = resolve(process.env.SITE ?? join(ROOT, "target/site"));

if (!existsSync(join(SITE, "index.html"))) {
  throw new Error(`no index.html in ${SITE}: build the site first, or name its folder in SITE`);
}

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".xml": "application/xml",
};

/** Every published file, relative to the build, sorted; dot files are not published. */
export const files = readdirSync(SITE, { recursive: true })
  .filter((name) => !name.split("/").some((part) => part.startsWith(".")))
  .filter((name) => statSync(join(SITE, name)).isFile())
  .sort();

/** The bytes of a published file. */
export const bytes = (file) => readFileSync(join(SITE, file));

/** The text of a published file. */
export const text = (file) => bytes(file).toString("utf8");

/** The address of a file below the root: `a/index.html` is `a/`. */
export const address = (file) => file.replace(/(^|\/)index\.html$/, "$1");

const html = files.filter((file) => file.endsWith(".html"));

/** Whether a page only sends its reader on to another address. */
export const isAlias = (file) => /<meta[^>]+http-equiv="?refresh/i.test(text(file));

/** Pages that only redirect. */
export const aliases = html.filter(isAlias);

/** Pages that people read, the 404 page among them. */
export const pages = html.filter((file) => !isAlias(file));

/** The page with the form: it alone has radio buttons and a section for each plan. */
export const taperPage = pages.find(
  (file) => /<input[^>]+type="?radio/i.test(text(file)) && /\bid="t-[\d.]+-/.test(text(file)),
);

/** The pages of single plans: those that the form's buttons lead to. */
export const planPages = taperPage
  ? [...text(taperPage).matchAll(/formaction="([^"]+)"/g)]
      .map(([, to]) => new URL(to, `http://site/${address(taperPage)}`).pathname.slice(1))
      .map((path) => (path === "" || path.endsWith("/") ? `${path}index.html` : path))
  : [];

/** Pages that hold an article: they say so to those who share them. */
export const articles = pages.filter(
  (file) =>
    /property="?og:type"?\s+content="?article/i.test(text(file)) &&
    file !== taperPage &&
    !planPages.includes(file),
);

/**
 * Serves the build on a free port of 127.0.0.1 and closes with `close()`.
 * `prefix` is the folder it stands under; `rewrite` changes the text of a page or stylesheet.
 */
export async function serve({ prefix = "/", rewrite = (body) => body } = {}) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://site").pathname);
    const end = (status, headers, body) => response.writeHead(status, headers).end(body);
    const missing = () => end(404, { "content-type": TYPES[".html"] }, notFound());
    if (!path.startsWith(prefix)) return missing();
    let file = path.slice(prefix.length);
    const onDisk = join(SITE, file);
    if (!onDisk.startsWith(SITE)) return missing();
    if (existsSync(onDisk) && statSync(onDisk).isDirectory()) {
      if (!path.endsWith("/")) return end(301, { location: `${path}/` }, "");
      file = join(file, "index.html");
    }
    if (!existsSync(join(SITE, file))) return missing();
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const textual = /\.(html|css)$/.test(file);
    end(200, { "content-type": type }, textual ? rewrite(text(file)) : bytes(file));
  });
  const notFound = () => (files.includes("404.html") ? text("404.html") : "not found");
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    prefix,
    url: (file) => origin + prefix + encodeURI(address(file)),
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

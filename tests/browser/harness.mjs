// What every browser test needs: a built demo, a static server on loopback, a Chromium, and a page that
// remembers everything that went wrong on it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const binary = process.env.DATELINE ?? join(root, "target/debug/dateline");

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Builds the site in `folder` (the demo by default) and returns the output folder. */
export function build(folder = root, options = []) {
  const out = join(mkdtempSync(join(tmpdir(), "dateline-browser-")), "public");
  execFileSync(binary, ["build", "--quiet", "--root", folder, "--output", out, ...options], { stdio: ["ignore", "inherit", "inherit"] });
  process.on("exit", () => rmSync(dirname(out), { recursive: true, force: true }));
  return out;
}

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".woff2": "font/woff2", ".xml": "application/xml", ".ics": "text/calendar", ".csv": "text/csv", ".wasm": "application/wasm" };

const POLICY = "default-src 'self'; img-src 'self' data:";

/** Serves `folder` under `prefix` with a strict policy header; returns its address and a stop function. */
export async function serve(folder, prefix = "/", policy = POLICY) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = path.startsWith(prefix) ? join(folder, normalize(`/${path.slice(prefix.length)}`)) : "";
    if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = file && existsSync(file);
    response.writeHead(found ? 200 : 404, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-security-policy": policy });
    // Read at once: a test may remove its folder while a late request is answered.
    response.end(found ? readFileSync(file) : "not found");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}${prefix}`, stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) };
}

export async function launch() {
  if (!CHROMIUM) throw new Error("no Chromium: apt-get install chromium (scripts/test does it)");
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A page whose `problems` collects console errors, refused resources, failed and foreign requests. */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => { if (message.type() === "error") page.problems.push(message.text()); });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["127.0.0.1", ""].includes(url.hostname) && url.protocol !== "data:") page.problems.push(`foreign request: ${request.url()}`);
  });
  page.on("response", (response) => { if (response.status() >= 400) page.problems.push(`${response.status()} ${response.url()}`); });
  await page.goto(address);
  return page;
}

/** One page of each type of the demo, by its address under the site's root. */
export const PAGES = ["index.html", "articles/index.html", "2016/02/munich-truce-plan/index.html", "tags/index.html", "tags/truce/index.html", "sources/index.html", "disagreements/index.html", "corrections/index.html", "about/index.html", "search/index.html", "404.html", "embed/index.html"];

// Pictures of the demo for README and docs: docs/images/*.webp, each under 250 KB.
//
//   node screenshots.mjs [FOLDER]     (DATELINE=path to a binary; FOLDER docs/images by default)
import { spawn } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { binary, build, launch, root, serve } from "./harness.mjs";

const into = process.argv[2] ?? join(root, "docs/images");
const PICTURES = [
  { name: "timeline", path: "index.html", width: 1280, height: 860, scheme: "light" },
  { name: "timeline-dark", path: "index.html#y2016", width: 1280, height: 860, scheme: "dark" },
  { name: "article", path: "2016/02/munich-truce-plan/index.html", width: 1280, height: 860, scheme: "light" },
  { name: "phone", path: "index.html", width: 390, height: 844, scheme: "light", scale: 2 },
];

mkdirSync(into, { recursive: true });
const browser = await launch();
const site = await serve(build());
for (const picture of PICTURES) await take(site.url + picture.path, picture);
await site.stop();

const desk = spawn(binary, ["serve", "--port", "0", "--root", root], { stdio: ["ignore", "pipe", "ignore"] });
const address = await new Promise((done, fail) => {
  desk.stdout.once("data", (line) => done(String(line).trim()));
  desk.once("exit", () => fail(new Error("serve ended")));
});
await take(`${address}_desk/`, { name: "desk", width: 1280, height: 860, scheme: "light", wait: ".item" });
desk.kill();
await browser.close();

async function take(url, { name, width, height, scheme, scale = 1, wait }) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, deviceScaleFactor: scale, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(url);
  if (wait) await page.waitForSelector(wait);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(400);
  const cdp = await context.newCDPSession(page);
  let bytes;
  for (const quality of [85, 70, 55, 40]) {
    bytes = Buffer.from((await cdp.send("Page.captureScreenshot", { format: "webp", quality })).data, "base64");
    if (bytes.length < 250_000) break;
  }
  const file = join(into, `${name}.webp`);
  writeFileSync(file, bytes);
  console.log(`${file}: ${Math.round(statSync(file).size / 1024)} KB`);
  await context.close();
}

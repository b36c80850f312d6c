// The review desk and the live preview in a real browser: what an editor does, and what then stands
// in the files.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { binary, launch, open, root as project } from "./harness.mjs";

const LEDGER = `---
title: Tunnel opens late
date: 2016-02-12
source: The Ledger
---

The ministers met in Munich on Feb. 3. The tunnel opened to traffic in March. A second tube is due on Feb. 25.
`;
const WIRE = `---
title: Fire in the tunnel
date: 2016-02-14
source: National Wire
---

Firefighters were called to the tunnel on Feb. 13. Sixty homes were evacuated on Feb. 13, the ministry said.
`;
const FILLER = Array.from({ length: 60 }, (_, at) => `Team ${at} finished its part of the northern wall on ${1 + (at % 28)} ${["March", "April", "May"][at % 3]} ${1950 + at}.`).join("\n\n");

let browser;
const running = [];

before(async () => { browser = await launch(); });
after(async () => { await browser.close(); running.forEach((stop) => stop()); });

/** A site of its own with its preview running. */
async function preview(files = { "tunnel.md": LEDGER, "fire.md": WIRE }) {
  const root = mkdtempSync(join(tmpdir(), "dateline-desk-"));
  const path = (name) => join(root, "content", name);
  const save = (name, text) => { mkdirSync(dirname(path(name)), { recursive: true }); writeFileSync(path(name), text); };
  for (const [name, text] of Object.entries(files)) save(name, text);
  const child = spawn(binary, ["serve", "--port", "0", "--root", root, "--today", "2016-03-02"], { stdio: ["ignore", "pipe", "ignore"] });
  const stop = () => { child.kill(); rmSync(root, { recursive: true, force: true }); };
  running.push(stop);
  const url = await new Promise((done, fail) => {
    child.stdout.once("data", (line) => done(String(line).trim()));
    child.once("exit", () => fail(new Error("serve ended")));
  });
  const read = (name) => existsSync(path(name)) ? readFileSync(path(name), "utf8") : null;
  return { root, url, desk: url + "_desk/", path, save, read, stop };
}

const settled = (page, look, ...args) => page.waitForFunction(look, ...args, { timeout: 10000 });

test("a question is answered by keyboard, shown first, and taken back", async () => {
  const site = await preview();
  const page = await open(browser, site.desk);
  await page.waitForSelector(".item.cur .lines .added");
  const shown = await page.locator(".item.cur .lines .added").allTextContents();
  const before = await page.locator(".prog").innerText();
  await page.keyboard.press("y");
  await settled(page, (text) => document.querySelector(".prog").innerText !== text, before);
  const file = ["tunnel.md.events.toml", "fire.md.events.toml"].find((name) => site.read(name));
  const written = site.read(file);
  for (const line of shown) assert.ok(written.includes(line.slice(2)), `${line} in ${written}`);
  assert.match(written, /checked {2}= "\d{4}-\d\d-\d\d"/);
  await page.keyboard.press("u");
  await settled(page, (text) => document.querySelector(".prog").innerText === text, before);
  assert.equal(site.read(file), null);
  assert.deepEqual(page.problems, []);
});

test("a date is corrected, and the event says that an editor checked it", async () => {
  const site = await preview();
  const page = await open(browser, site.desk + "#article=tunnel.md");
  await page.locator(".date", { hasText: "in March" }).or(page.locator(".date", { hasText: "March" })).first().click();
  await page.getByLabel("Another date").fill("2015-03");
  await page.getByLabel("Headline").fill("Tunnel opens");
  await page.waitForFunction(() => [...document.querySelectorAll(".lines .added")].some((l) => l.textContent.includes("2015-03")));
  await page.getByRole("button", { name: "Keep" }).click();
  await page.waitForSelector(".toast:not(:empty)");
  assert.match(site.read("tunnel.md.events.toml"), /date {5}= "2015-03"\nheadline = "Tunnel opens"/);
  await page.goto(site.url);
  const card = page.locator(".ev", { hasText: "Tunnel opens" }).first();
  assert.match(await card.innerText(), /Mar(ch)? 2015|checked/i);
  assert.match(await card.innerText(), /checked/i);
});

test("two desks: what changed outside is not overwritten, and both versions are shown", async () => {
  const site = await preview();
  const page = await open(browser, site.desk);
  await page.waitForSelector(".item.cur .lines .added");
  const headline = page.locator(".item.cur").getByLabel("Headline");
  await headline.fill("My own words");
  const name = await page.locator(".item.cur .lines .file").innerText();
  site.save(name, "# somebody else was here\n");
  await page.waitForTimeout(400);
  await headline.press("Escape");
  await page.keyboard.press("y");
  await page.waitForSelector("dialog.clash[open]");
  assert.match(await page.locator(".theirs").innerText(), /somebody else was here/);
  assert.match(await page.locator(".yours").innerText(), /somebody else was here[\s\S]*My own words/);
  assert.equal(site.read(name), "# somebody else was here\n");
  await page.getByRole("button", { name: "Write my answer on top" }).click();
  await page.waitForSelector(".toast:not(:empty)");
  assert.match(site.read(name), /^# somebody else was here\n\n\[\[events\]\]\nquote/);
});

test("two events are merged, split, and both taken back byte for byte", async () => {
  const site = await preview({ "tunnel.md": LEDGER, "fire.md": WIRE, "fire.md.events.toml": "# kept\r\n" });
  const page = await open(browser, site.desk + "#article=tunnel.md");
  await page.locator(".date", { hasText: "Feb. 3" }).click();
  await page.getByRole("link", { name: "all about this event" }).click();
  await page.getByRole("button", { name: "Merge with…" }).click();
  await page.getByLabel("Find the other event").fill("firefighters");
  await page.locator(".found button").first().click();
  await page.waitForSelector("text=Two reports");
  assert.match(site.read("tunnel.md.events.toml"), /same_as {2}= \["c-[0-9a-f]{12}"\]/);
  await page.getByRole("button", { name: "Split off" }).first().click();
  await page.waitForSelector("text=One report");
  assert.match(site.read("tunnel.md.events.toml") + site.read("fire.md.events.toml"), /apart_from = \["c-[0-9a-f]{12}"\]/);
  await page.keyboard.press("u");
  await page.waitForSelector("text=Two reports");
  await page.keyboard.press("u");
  await page.waitForSelector("text=One report");
  assert.equal(site.read("tunnel.md.events.toml"), null);
  assert.equal(site.read("fire.md.events.toml"), "# kept\r\n");
});

test("a new article shows its events and its missing day before it is saved", async () => {
  const site = await preview();
  const page = await open(browser, site.desk + "#new");
  await page.getByLabel("Text of the article").fill("# Bridge closed\n\nThe bridge closed on Friday. It was opened on 5 May 1969.\n");
  await page.waitForSelector("text=No publication day.");
  assert.match(await page.locator(".events").innerText(), /5 May 1969/);
  assert.equal(site.read("bridge-closed.md"), null);
  await page.getByLabel("Published on").fill("2016-02-14");
  await page.getByLabel("Newsroom").fill("Evening Post");
  await page.waitForFunction(() => document.querySelectorAll(".events li").length === 2);
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForSelector("h1:has-text('Bridge closed')");
  assert.match(site.read("2016-02-14-bridge-closed.md"), /^---\ndate: 2016-02-14\nsource: "Evening Post"\n---\n\n# Bridge closed/);
  assert.deepEqual(page.problems, []);
});

test("an undated article gets its day, and words the machine missed get a date", async () => {
  const site = await preview({ "hall.md": "# The hall\n\nThe hall burned on Friday. The long summer of drought had emptied the wells.\n" });
  const page = await open(browser, site.desk);
  const day = page.getByLabel("Published on");
  await day.fill("2019-03-15");
  await day.press("Enter");
  await page.waitForSelector(".toast:not(:empty)");
  assert.match(site.read("hall.md.events.toml"), /^\[article\]\ndate = "2019-03-15"\n/);
  await page.goto(site.desk + "#article=hall.md&quote=" + encodeURIComponent("The long summer of drought"));
  await page.reload();
  await page.getByLabel("Date", { exact: true }).fill("2018-22");
  await page.getByRole("button", { name: "Mark it" }).click();
  await page.waitForFunction(() => document.querySelector(".toast").textContent.startsWith("Marked"));
  assert.match(site.read("hall.md.events.toml"), /quote {4}= "The long summer of drought"\ndate {5}= "2018-22"/);
});

test("an edit arrives in the open timeline, and nothing scrolls", async () => {
  const site = await preview({ "tunnel.md": LEDGER, "wall.md": `---\ntitle: The wall\ndate: 2016-01-01\n---\n\n${FILLER}\n` });
  const page = await open(browser, site.url);
  await page.waitForSelector(".dateline-bar");
  const card = page.locator('[id^="c-"]', { hasText: "Team 40" }).first();
  await card.scrollIntoViewIfNeeded();
  await page.evaluate(() => window.scrollBy(0, 37));
  const id = await card.getAttribute("id");
  const top = () => page.evaluate((of) => Math.round(document.getElementById(of).getBoundingClientRect().top), id);
  // Parts of a long page are laid out when they come into sight: the test waits for that, not for us.
  await page.waitForTimeout(600);
  const at = await top();
  await page.evaluate(() => { window.isOld = true; });
  site.save("tunnel.md", LEDGER + "\nThe first stone of the tunnel was laid on 9 May 1949.\n");
  await page.waitForFunction(() => !window.isOld && document.body?.innerText.includes("first stone"), null, { timeout: 10000 });
  await page.waitForTimeout(1500);
  assert.ok(Math.abs(await top() - at) <= 2, `${await top()} is where ${at} was`);
  assert.deepEqual(page.problems, []);
});

test("errors are shown over the last good page, with their place, and go by themselves", async () => {
  const site = await preview();
  const page = await open(browser, site.url);
  await page.waitForSelector(".dateline-bar");
  for (const [name, broken, good] of [["tunnel.md", "---\ntitle: [\n---\n\nText.\n", LEDGER]]) {
    site.save(name, broken);
    const overlay = page.locator("dateline-overlay .problems");
    await overlay.waitFor();
    assert.match(await overlay.locator(".where").first().innerText(), new RegExp(`^content/${name}:\\d+:\\d+$`));
    assert.match(await page.locator("body").innerText(), /Firefighters|Ministers|ministers/);
    site.save(name, good);
    await overlay.waitFor({ state: "detached" });
  }
  writeFileSync(join(site.root, "dateline.toml"), "[site]\ntitel = 1\n");
  await page.locator("dateline-overlay .where", { hasText: "dateline.toml" }).waitFor();
  writeFileSync(join(site.root, "dateline.toml"), "[site]\ntitle = \"Mended\"\n");
  await page.waitForFunction(() => document.title.includes("Mended") || document.body.innerText.includes("Mended"));
  mkdirSync(join(site.root, "templates"), { recursive: true });
  writeFileSync(join(site.root, "templates/base.html"), "{% block x %}");
  await page.locator("dateline-overlay .where", { hasText: "templates/base.html" }).waitFor();
  rmSync(join(site.root, "templates"), { recursive: true });
  await page.locator("dateline-overlay").waitFor({ state: "detached" });
});

test("a style is swapped without a reload", async () => {
  const css = readFileSync(join(project, "static/style.css"), "utf8");
  const site = await preview({ "tunnel.md": LEDGER, "../static/style.css": css });
  const page = await open(browser, site.url);
  await page.waitForSelector(".dateline-bar");
  await page.evaluate(() => { window.isOld = true; });
  for (const colour of ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]) {
    site.save("../static/style.css", `${css}\nbody { outline-color: ${colour}; }\n`);
    await page.waitForFunction((wanted) => getComputedStyle(document.body).outlineColor === wanted, colour, { timeout: 10000 });
  }
  assert.equal(await page.evaluate(() => window.isOld), true);
});

test("the desk fits a phone, and every card leads to its event", async () => {
  const site = await preview();
  const page = await open(browser, site.desk, { viewport: { width: 360, height: 740 } });
  await page.waitForSelector(".item");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.goto(site.url);
  const link = page.locator(".dateline-edit").first();
  const target = await link.getAttribute("href");
  await page.goto(new URL(target, site.url).href);
  await page.waitForSelector("text=/reports?$/");
});

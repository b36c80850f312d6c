// The review desk and the live preview in a real browser: what an editor does, and what then stands
// in the files.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
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

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
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
  const child = spawn(binary, ["serve", "--port", "0", "--root", basename(root), "--today", "2016-03-02"], { cwd: dirname(root), stdio: ["ignore", "pipe", "ignore"] });
  const stop = () => { child.kill(); rmSync(root, { recursive: true, force: true }); };
  running.push(stop);
  const url = await new Promise((done, fail) => {
    child.stdout.once("data", (line) => done(String(line).trim()));
    child.once("exit", () => fail(new Error("serve ended")));
  });
  // A file may go while it is looked at: an undo takes it away.
  const read = (name) => {
    try { return readFileSync(path(name), "utf8"); } catch { return null; }
  };
  return { root, url, desk: url + "_desk/", path, save, read, stop };
}

/** The dates of the timeline's cards, in the order they stand. */
const days = (page) => page.locator(".ev").evaluateAll((all) => all.map((one) => one.querySelector("time")?.getAttribute("datetime") ?? ""));
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
  assert.equal(await card.locator("time").first().getAttribute("datetime"), "2015-03");
  assert.match(await card.innerText(), /checked by an editor/i);
  const order = await days(page);
  assert.ok(order.indexOf("2015-03") >= 0 && order.indexOf("2015-03") < order.findIndex((at) => at.startsWith("2016")), `the card moved: ${order}`);
  assert.deepEqual(page.problems, []);
});

test("two desks: what changed outside is not overwritten, and both versions are shown", async () => {
  const site = await preview();
  const page = await open(browser, site.desk);
  const second = await open(browser, site.desk);
  await second.waitForSelector(".item.cur .lines .added");
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
  // Keeping what is on disk writes nothing, and what was typed is still there.
  await page.getByRole("button", { name: "Keep what is on disk" }).click();
  await page.waitForSelector("dialog.clash:not([open])", { state: "attached" });
  assert.equal(site.read(name), "# somebody else was here\n");
  assert.equal(await headline.inputValue(), "My own words");
  await page.keyboard.press("y");
  await page.waitForSelector("dialog.clash[open]");
  await page.getByRole("button", { name: "Write my answer on top" }).click();
  await page.waitForSelector(".toast:not(:empty)");
  assert.match(site.read(name), /^# somebody else was here\n\n\[\[events\]\]\nquote/);
  assert.match(site.read(name), /My own words/);
  // The other desk learns of it by itself.
  const [left, right] = [page, second].map((desk) => desk.locator(".prog").innerText());
  const done = await left;
  await settled(second, (text) => document.querySelector(".prog").innerText === text, done);
  assert.match(done, /^1 of /);
  await right;
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
  await page.getByLabel("Text of the article").fill("# Bridge closed\n\nThe bridge closed on Friday. The bridge was opened on 5 May 1969 by the king.\n");
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

test("an edit arrives in the open article and the open timeline: in place, nothing scrolls, filters stay", async () => {
  const site = await preview({ "tunnel.md": LEDGER, "wall.md": `---\ntitle: The wall\ndate: 2016-01-01\n---\n\n${FILLER}\n` });
  const page = await open(browser, site.url);
  const article = await page.context().newPage();
  await article.goto(site.url + "tunnel/");
  await page.waitForSelector(".dateline-bar");
  await page.locator("label", { hasText: "Happened" }).first().click();
  await page.locator("#q").fill("o");
  // What is chosen; a choice nobody made may come with the edit ("Due, no later report").
  const filters = () => page.evaluate(() => [...document.querySelectorAll("input")].filter((input) => input.checked || !/radio|checkbox/.test(input.type)).map((input) => [input.name || input.id, input.value]));
  const chosen = await filters();
  const card = page.locator('[id^="c-"]', { hasText: "Team 40" }).first();
  await card.scrollIntoViewIfNeeded();
  await card.locator("details > summary").first().click();
  await page.evaluate(() => window.scrollBy(0, 37));
  const id = await card.getAttribute("id");
  const top = () => page.evaluate((of) => Math.round(document.getElementById(of).getBoundingClientRect().top), id);
  // Parts of a long page are laid out when they come into sight: the test waits for that, not for us.
  await page.waitForTimeout(600);
  const at = await top();
  for (const one of [page, article]) await one.evaluate(() => { window.isOld = true; });
  site.save("tunnel.md", LEDGER + "\nThe first stone of the tunnel was laid on 9 May 1949.\n");
  const arrived = () => !window.isOld && document.body?.textContent.includes("first stone");
  await page.waitForFunction(arrived, null, { timeout: 10000 });
  await article.waitForFunction(arrived, null, { timeout: 10000 });
  await page.waitForTimeout(1500);
  assert.ok(Math.abs(await top() - at) <= 2, `${await top()} is where ${at} was`);
  assert.deepEqual(await filters(), chosen);
  assert.ok(await page.evaluate((of) => document.getElementById(of).querySelector("details").open, id));
  // The new card stands in its place: before all that came later.
  const order = await days(page);
  assert.ok(order.includes("1949-05-09"));
  assert.equal(order.indexOf("1949-05-09"), order.filter((day) => day < "1949-05-09").length, `${order}`);
  assert.deepEqual(page.problems, []);
});

test("errors are shown over the last good page, with file and line, and go by themselves", async () => {
  const site = await preview();
  const page = await open(browser, site.url);
  await page.waitForSelector(".dateline-bar");
  const overlay = page.locator("dateline-overlay .problems");
  const other = () => fetch(site.url + "tunnel/").then((answer) => answer.text());
  const was = await other();
  const broken = async (path, text, where) => {
    site.save("../" + path, text);
    await overlay.locator(".where", { hasText: where }).first().waitFor();
    assert.match(await page.locator("body").innerText(), /Firefighters/, "the old site stays");
    assert.match(await overlay.innerText(), /\S/);
  };
  const mended = () => overlay.waitFor({ state: "detached" });
  await broken("content/tunnel.md", "---\ntitle: Tunnel\ndate: 2016-02-31\n---\n\nText.\n", "content/tunnel.md:3:");
  assert.equal(await other(), was, "the article's old page stays too");
  site.save("tunnel.md", LEDGER);
  await mended();
  await broken("content/tunnel.md.events.toml", "[[events]]\nquote = \"The tunnel opened\"\ndate = \"2016-02-31\"\n", "content/tunnel.md.events.toml:3:");
  rmSync(site.path("tunnel.md.events.toml"));
  await mended();
  await broken("dateline.toml", "[site]\ntitel = \"x\"\n", "dateline.toml:2");
  site.save("../dateline.toml", "[site]\ntitle = \"Mended\"\n");
  await mended();
  await page.waitForFunction(() => document.body.innerText.includes("Mended"));
  const theirs = readFileSync(join(project, "templates/index.html"), "utf8");
  await broken("templates/index.html", theirs + "\n{% if %}\n", "templates/index.html:" + (theirs.split("\n").length + 1));
  site.save("../templates/index.html", theirs);
  await mended();
  // A template that reads well and fails only when a page is made of it.
  await broken("templates/index.html", theirs.replace("{% block main %}", "{% block main %}\n{{ nowhere.to.be.found }}"), "templates/index.html:");
  rmSync(join(site.root, "templates"), { recursive: true });
  await mended();
  assert.deepEqual(page.problems, []);
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

/** Articles that raise questions of several kinds: two newsrooms give one opening different days (an editor said it is one
 * event), two report what may be one fire, one tells no day. */
const DOUBTS = {
  "ledger/opening.md": "---\ntitle: Opening\ndate: 2026-02-18\nsource: The Ledger\n---\n\nThe opening of the tunnel is planned for 12 May.\n",
  "ledger/opening.md.events.toml": '[[events]]\nquote = "The opening of the tunnel is planned for 12 May"\nsame_as = ["c-4e411d2b96d4"]\n',
  "wire/opening.md": "---\ntitle: Opening\ndate: 2026-02-20\nsource: National Wire\n---\n\nThe opening of the tunnel is planned for 14 May.\n",
  "ledger/fire.md": "---\ntitle: Fire\ndate: 2019-03-15\nsource: Evening Post\n---\n\nFirefighters were called to the burning tunnel late on Thursday.\n",
  "wire/fire.md": "---\ntitle: Fire\ndate: 2019-03-15\nsource: National Wire\n---\n\nCrews were called to the burning depot by the tunnel early on Friday and sixty-three homes were evacuated.\n",
  "hall.md": "# The hall\n\nThe hall burned on Friday, the mayor said. The old roof of the hall came down on 3 May 1999.\n",
};

test("everything by keyboard: later, change, split, leave out, merge, keep, undo, with progress", async () => {
  const site = await preview(DOUBTS);
  const page = await open(browser, site.desk);
  await page.waitForSelector(".item.cur .lines .added");
  const files = () => Object.fromEntries(Object.keys(DOUBTS).filter((name) => name.endsWith(".md")).map((name) => [name, site.read(name + ".events.toml")]));
  const progress = () => page.locator(".prog").innerText();
  const written = () => Object.values(files()).filter(Boolean).join("\n");
  const nothing = files();
  const start = await progress();
  const [, open0] = start.match(/^0 of (\d+) checked$/);
  assert.ok(Number(open0) >= 3, start);
  // Presses a key on the question about `words`, waits until the files hold `line`, and takes it back.
  const about = async (reason) => {
    await page.locator(".reasons button").first().press("Enter");
    for (let turn = 0; turn < 5; turn += 1) await page.keyboard.press("k");
    for (let turn = 0; turn < 5; turn += 1) {
      if ((await page.locator(".item.cur .why b").innerText()) === reason) break;
      await page.keyboard.press("j");
    }
    assert.equal(await page.locator(".item.cur .why b").innerText(), reason);
    await page.locator(".item.cur .lines .added, .item.cur input").first().waitFor();
  };
  const until = async (line) => {
    for (let turn = 0; turn < 100 && !line.test(written()); turn += 1) await page.waitForTimeout(50);
    assert.match(written(), line);
  };
  const back = async () => {
    await page.evaluate(() => { document.querySelector(".toast").textContent = ""; });
    await page.keyboard.press("u");
    for (let turn = 0; turn < 100 && JSON.stringify(files()) !== JSON.stringify(nothing); turn += 1) await page.waitForTimeout(50);
    assert.deepEqual(files(), nothing);
    await settled(page, (text) => document.querySelector(".prog").innerText === text, start);
    // The card that came back is the one in hand.
    await page.waitForFunction(() => document.querySelector(".toast").textContent.startsWith("Took back"));
  };
  await about("Sources disagree");
  await page.keyboard.press("2");
  await page.keyboard.press("e");
  await page.keyboard.type("Tunnel to open");
  await page.keyboard.press("Escape");
  await page.keyboard.press("y");
  await until(/date += "2026-05-14"\nheadline = "Tunnel to open"/);
  await settled(page, (text) => document.querySelector(".prog").innerText === text, `1 of ${open0} checked`);
  await back();
  await about("Sources disagree");
  await page.keyboard.press("d");
  await page.keyboard.type("2026-05");
  await page.keyboard.press("Escape");
  await page.keyboard.press("y");
  await until(/date += "2026-05"\n/);
  await back();
  await about("Sources disagree");
  await page.keyboard.press("s");
  await until(/apart_from += \["c-[0-9a-f]{12}"\]/);
  await back();
  await about("Sources disagree");
  await page.keyboard.press("n");
  await until(/hide += true/);
  await back();
  await about("Sources disagree");
  await page.keyboard.press("l");
  await until(/later += true/);
  await page.waitForSelector(".item .why:has-text('put off')");
  await back();
  await about("Same event?");
  await page.keyboard.press("y");
  await until(/same_as += \["c-[0-9a-f]{12}"\]/);
  await back();
  await about("Undated article");
  await page.keyboard.press("d");
  await page.keyboard.type("2019-03-15");
  await page.keyboard.press("Enter");
  await until(/\[article\]\ndate = "2019-03-15"/);
  await back();
  assert.deepEqual(page.problems, []);
});

test("check asks the same questions in the terminal and as annotations", async () => {
  const site = await preview(DOUBTS);
  const page = await open(browser, site.desk);
  await page.waitForSelector(".item.cur");
  const reasons = { "Sources disagree": "sources-disagree", "Could be two dates": "two-dates", "Same event?": "same-event", "Not an event?": "not-an-event", "Undated article": "undated-article", Unsure: "low-confidence" };
  const asked = (await page.locator(".item .why b").allInnerTexts()).map((words) => reasons[words]);
  const check = (...options) => {
    const done = spawnSync(binary, ["check", "--root", site.root, "--today", "2016-03-02", ...options], { encoding: "utf8" });
    assert.equal(done.status, 0, done.stderr);
    return done.stderr;
  };
  const told = [...check().matchAll(/notice\[([a-z-]+)\]/g)].map((match) => match[1]).filter((code) => Object.values(reasons).includes(code));
  assert.deepEqual(told, asked);
  const annotations = check("--message-format", "github").split("\n").filter((line) => line.startsWith("::notice "));
  assert.equal(annotations.length, asked.length);
  assert.match(annotations[0], /^::notice file=content\/ledger\/opening\.md,line=7/);
});

test("an event is edited from the timeline, an article from its page", async () => {
  const site = await preview({ ...DOUBTS, "tunnel.md": LEDGER });
  const page = await open(browser, site.url);
  const card = page.locator(".ev", { hasText: "ministers met" }).first();
  await card.hover();
  await card.getByRole("link", { name: "Edit this event" }).click();
  await page.getByLabel("Headline").fill("Ministers in Munich");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForSelector(".toast:not(:empty)");
  assert.match(site.read("tunnel.md.events.toml"), /headline = "Ministers in Munich"/);
  await page.goto(site.url + "hall/");
  await page.getByRole("link", { name: "Add the publication day" }).click();
  await page.getByLabel("Published on").fill("2019-03-15");
  await page.getByRole("button", { name: "Save the day" }).click();
  await page.waitForSelector(".toast:not(:empty)");
  assert.match(site.read("hall.md.events.toml"), /date = "2019-03-15"/);
  // Selecting words on the article's own page offers to mark them.
  await page.goto(site.url + "tunnel/");
  await page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf("A second tube");
      if (at < 0) continue;
      getSelection().setBaseAndExtent(node, at, node, at + "A second tube".length);
      break;
    }
  });
  await page.getByRole("link", { name: "Mark a missed date" }).click();
  await page.getByLabel("Date", { exact: true }).fill("2017-22");
  await page.getByRole("button", { name: "Mark it" }).click();
  await page.waitForFunction(() => document.querySelector(".toast").textContent.startsWith("Marked"));
  assert.match(site.read("tunnel.md.events.toml"), /quote {4}= "A second tube"\ndate {5}= "2017-22"/);
  assert.deepEqual(page.problems, []);
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds nothing in the desk and in a previewed page, wide and narrow, ${scheme}`, async () => {
    const site = await preview(DOUBTS);
    const found = [];
    for (const [width, height] of [[1280, 900], [390, 844]]) {
      const page = await open(browser, site.desk, { colorScheme: scheme, bypassCSP: true, viewport: { width, height } });
      await page.waitForSelector(".item.cur .lines .added");
      const event = await page.locator(".why a").first().getAttribute("href");
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      for (const address of ["", event, "#article=ledger/opening.md", "#new", "keys", "../"]) {
        if (address === "keys") {
          await page.goto(site.desk + "#queue");
          await page.waitForSelector(".item.cur");
          await page.locator("button.keys").click();
        } else await page.goto(site.desk + address);
        await page.waitForTimeout(500);
        assert.ok(await wide(), `${address} at ${width} scrolls sideways`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        found.push(...violations.map((v) => `${address || "queue"} at ${width}: ${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)}`));
      }
      await page.context().close();
    }
    assert.deepEqual(found, []);
  });
}

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

import { launch, serve } from "./harness.mjs";
const browser = await launch();
const server = await serve(process.argv[2]);
for (const [name, js, block] of [["all", true, ""], ["no js", false, ""], ["no css", false, "css"], ["no app", true, "app.js"]]) {
  let best = null;
  for (let i = 0; i < 3; i++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, javaScriptEnabled: js });
    const page = await context.newPage();
    if (block) await page.route(new RegExp(block), (r) => r.abort());
    const cdp = await context.newCDPSession(page);
    await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.goto(server.url, { waitUntil: "load" });
    await page.waitForTimeout(700);
    const m = Object.fromEntries((await cdp.send("Performance.getMetrics")).metrics.map((x) => [x.name, x.value]));
    if (!best || m.TaskDuration < best.TaskDuration) best = m;
    await context.close();
  }
  console.log(name, Object.fromEntries(["TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration", "LayoutCount", "RecalcStyleCount", "LayoutObjects"].map((k) => [k, +(best[k] * (k.endsWith("Duration") ? 1000 : 1)).toFixed(0)])));
}
await browser.close(); await server.stop();

// Search, facet, case page and report, as a person with a browser meets them. No script runs in
// any of the pages, so everything here works through links and forms.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const { ADDRESS, CHROMIUM, REPORT, SHOTS } = process.env;
let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
});
after(async () => browser.close());

async function page(width, colorScheme = "light") {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (m) => m.type() === "error" && page.problems.push(m.text()));
  page.on("request", (r) => {
    const url = r.url();
    if (!url.startsWith(ADDRESS) && !url.startsWith("file:") && !url.startsWith("data:")) {
      page.problems.push(`asked for ${url}`);
    }
  });
  return page;
}

// No page may be wider than the screen: what is wide scrolls in its own box.
async function fits(page) {
  const [content, screen] = await page.evaluate(() =>
    [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= screen, `the page is ${content} wide on a screen of ${screen}`);
}

test("a search finds claims, a facet narrows them, and can be taken off again", async () => {
  const p = await page(1400);
  await p.goto(ADDRESS);
  await p.fill("input[name=q]", "internap");
  await Promise.all([p.waitForURL(/q=internap/), p.keyboard.press("Enter")]);
  const total = async () => Number((await p.textContent("[role=status]")).match(/\d+/)[0]);
  const all = await total();
  assert.ok(all > 3, `${all} hits`);
  assert.ok(await p.locator("mark").count() > 0, "no match is marked");
  const facet = p.locator("nav.facets a", { hasText: /^\s*deny/ });
  const promised = Number(await facet.locator(".count").textContent());
  await facet.click();
  const narrowed = await total();
  assert.equal(narrowed, promised);
  assert.ok(narrowed > 0 && narrowed < all, `${narrowed} of ${all}`);
  await p.screenshot({ path: `${SHOTS}/search-1400.png`, fullPage: true });
  await p.locator(".chips a", { hasText: "deny" }).click();
  assert.equal(await total(), all);
  assert.deepEqual(p.problems, []);
});

for (const [width, scheme] of [[1400, "light"], [400, "light"], [1400, "dark"], [400, "dark"]]) {
  test(`the case page and the report fit ${width} pixels, ${scheme}`, async () => {
    const p = await page(width, scheme);
    for (const [name, url] of [
      ["case", `${ADDRESS}/case/ooma-internap-2009`],
      ["search", `${ADDRESS}/?q=internap`],
      ["report", pathToFileURL(REPORT).href],
    ]) {
      await p.goto(url);
      await p.screenshot({ path: `${SHOTS}/${name}-${width}-${scheme}.png`, fullPage: true });
      await fits(p);
      if (name !== "search") assert.ok(await p.locator("svg").count() > 0, `${name}: no picture`);
    }
    assert.deepEqual(p.problems, []);
  });
}

test("a claim leads from the search page to its explanation", async () => {
  const p = await page(1400);
  await p.goto(`${ADDRESS}/?q=type:claim+internap`);
  await p.locator("a[href^='/claim/']").first().click();
  await p.waitForURL(/\/claim\/c-/);
  assert.match(await p.textContent("main"), /said|speaker/i);
});

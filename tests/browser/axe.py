"""axe-core, as tests run it on the page that a browser shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.browser.browser import Browser
from tests.support.projects import REPO

AXE = (REPO / "tests/node/node_modules/axe-core/axe.min.js").read_text()
EVERYTHING = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
STRUCTURE = {**EVERYTHING, "rules": {"color-contrast": {"enabled": False}}}
"""Without what depends on colours."""
LOOKS = [
    (1280, "dark", STRUCTURE),
    (1280, "light", None),
    (390, "light", EVERYTHING),
    (390, "dark", None),
]
"""(width, colour scheme, rules of axe): LOW_CONTRAST looks at colours in each, axe once more in one. To find
the background of a word, axe asks what lies at its place, which takes it longer than all other rules."""
LOOKS_OF_WORDS = [(390, "light", STRUCTURE)]
"""For other languages: their words are others, their colours and layouts are not."""
LOW_CONTRAST = """
const context = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true});
const colours = new Map(), seen = new Set(), out = [];
const parse = (text) => {
  if (!colours.has(text)) {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = text;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    colours.set(text, [r, g, b, a / 255]);
  }
  return colours.get(text);
};
const lay = (above, below) => [0, 1, 2].map((i) => above[i] * above[3] + below[i] * (1 - above[3]));
const ground = (element) => {
  if (!element) return parse('#fff');
  const style = getComputedStyle(element), colour = parse(style.backgroundColor);
  if (style.backgroundImage !== 'none' && colour[3] < 1) return null;
  if (colour[3] === 1) return colour;
  const below = ground(element.parentElement);
  return below && lay(colour, below);
};
const shine = (colour) => {
  const [r, g, b] = colour.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode());) {
  const element = node.parentElement;
  if (!node.data.trim() || !element.checkVisibility({visibilityProperty: true, opacityProperty: true}) || element.closest('svg, script')) continue;
  const style = getComputedStyle(element), below = ground(element);
  if (!below) continue;
  const size = parseFloat(style.fontSize), isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  const key = `${style.color} ${below} ${isLarge}`;
  if (seen.has(key)) continue;
  seen.add(key);
  const lights = [lay(parse(style.color), below), below].map(shine).sort((a, b) => b - a);
  const ratio = (lights[0] + 0.05) / (lights[1] + 0.05);
  if (ratio < (isLarge ? 3 : 4.5)) out.push(`contrast ${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 160)}`);
}
return out;
"""
"""Words whose colour is too near to that behind them (WCAG 1.4.3), but for those on pictures."""
THIN_OUT = """
const shape = (e) => `${e.localName}.${e.getAttribute('class')}.${e.hidden}(${[...e.children].map(shape)})`;
for (const parent of document.querySelectorAll('main *')) {
  if (parent.children.length <= 3 || parent.closest('tr')) continue;
  const counts = {};
  for (const child of [...parent.children]) {
    const key = shape(child);
    counts[key] = (counts[key] || 0) + 1;
    if (counts[key] > 3) child.remove();
  }
}
"""
"""Of elements beside each other that have the same shape, the first three stay: axe takes its time, and has
nothing else to say of the fourth. Layout and colours of what is left may be others where a style sheet counts."""
RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {...arguments[0], resultTypes: ['violations']}).then(
  (r) => done(r.violations.flatMap((v) => v.nodes.map((n) =>
    `${v.id}: ${n.target} ${n.html.slice(0, 160)} ${(n.any[0] || n.all[0] || n.none[0] || {}).message}`))),
  (e) => done(['axe failed: ' + e]));
"""


def find_faults(browser: Browser, rules: Mapping[str, Any] | None) -> list[str]:
    """What axe, which the page holds, and the colours of its words say of the page as it looks now."""
    found: list[str] = browser.run(LOW_CONTRAST)
    if rules:
        found += browser.driver.execute_async_script(RUN_AXE, rules)
    return found

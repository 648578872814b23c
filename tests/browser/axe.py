"""axe-core, as tests run it on the page that a browser shows."""

from __future__ import annotations

from tests.support.projects import REPO

AXE = (REPO / "tests/node/node_modules/axe-core/axe.min.js").read_text()
EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
LOOKS = [
    (390, "light", EVERYTHING),
    (390, "dark", CONTRAST),
    (1280, "light", CONTRAST),
    (1280, "dark", EVERYTHING),
]
"""(width, colour scheme, rules of axe): only the contrast depends on both."""
LOOKS_OF_WORDS = [(390, "light", EVERYTHING)]
"""For other languages: their words are others, their colours and layouts are not."""
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
axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']}).then(
  (r) => done(r.violations.flatMap((v) => v.nodes.map((n) =>
    `${v.id}: ${n.target} ${n.html.slice(0, 160)} ${(n.any[0] || n.all[0] || n.none[0] || {}).message}`))),
  (e) => done(['axe failed: ' + e]));
"""

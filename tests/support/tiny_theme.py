"""A theme of a few lines for the law tests: every kind of template, strings, static files,
includes."""

from __future__ import annotations

from tourbook.rendering.strings import REQUIRED_STRINGS
from tourbook.views import TEMPLATES

_BODY = {
    "home": "{% for r in page.now %}<p>{{ r.name }} "
    "{{ r.state }}</p>{% endfor %}{% for r in page.live %}{{ row(r) }}{% endfor %}",
    "list": "{% for g in page.groups %}<h2>{{ g.name }}</h2>{% for x in g.cards %}"
    "<a href='{{ link(x.url) }}'>{{ x.name }} {{ x.summary }} {{ x.count }}</a>{% endfor %}{% endfor %}",
    "stop": "{{ row(page.row) }}{{ prose(page.body) }}{% if page.previous %}"
    "{{ row(page.previous) }}{% endif %}"
    "{{ page.previous_venue }} {{ page.previous_exhibition }}"
    "{% for s in page.stages %}{{ s.key }} {{ s.date }} "
    "{{ s.derived }}{% endfor %}{% if page.today %}{{ page.today.sessions }}{% endif %}"
    "{% if page.open_days %}{% for m in opening_months(page.hours, page.open_days) %}{{ m }}"
    "{% endfor %}{% endif %}",
    "month": "{% for w in page.weeks %}{% for d in w.days %}{% for e in d.entries %}{{ d.date }} "
    "{{ e.kind }} {{ e.sessions }} {{ e.origin }} {{ stop(e.stop) }}{% endfor %}{% endfor %}"
    "{% endfor %}{% for g in page.stays %}{{ g.name }}{% for r in g.rows %}{{ r.start }} "
    "{{ r.end }} {{ stop(r.stop) }}{% endfor %}{% endfor %}",
    "year": "{% for g in page.groups %}{{ g.name }}{% for r in g.rows %}{{ r.start }} {{ r.end }} "
    "{{ stop(r.stop) }}{% endfor %}{% endfor %}{% for m in page.months %}{{ m.count }}{% endfor %}",
    "subscribe": "{% for g in page.groups %}{% for f in g.feeds %}{{ absolute(f.path) }}"
    "{% endfor %}{% endfor %}",
    "place": "{% for r in page.stops.all %}{{ row(r) }}{% endfor %}",
    "404": "",
    "embed": "{{ page.name }}{% for r in page.rows %}{{ row(r) }}{% endfor %}",
    "search": "{% for g in page.groups %}{{ g.number }} {{ g.kind }}{% endfor %}",
    "near": "{% for g in page.groups %}{{ g.whole.name }} {{ g.whole.count }}{% for p in g.parts %}"
    "{{ p.name }} {{ p.position }} {{ p.count }}{% endfor %}{% endfor %}",
    "data": "{% for x in page.tables %}{{ x.key }} {{ x.count }}{% for f in x.fields %}"
    "{{ f.name }} {{ f.type }} {{ f.meaning }}{% endfor %}{% endfor %}",
    "exhibits": "{% for g in page.groups %}{{ g.card.name }}{% for z in g.zones %}{{ z.name }}"
    "{% for x in z.exhibits %}{{ x.name }}{% endfor %}{% endfor %}{% for r in g.rows %}{{ row(r) }}"
    "{% endfor %}{% endfor %}",
    "changes": "{% for d in page.days %}{{ d.date }}{% for x in d.changes %}{{ x.kind }}"
    "{{ row(x.row) }}{{ x.previous_dates }}{{ x.new_dates }}"
    "{{ x.previous_name }}{% endfor %}{% for x in d.added %}{{ x.trip.name }} "
    "{{ x.count }}{% endfor %}{% endfor %}",
    "availability": "{% for f in page.copies %}{{ f.thing.name }} {{ f.copy }}"
    "{% for w in f.windows %} {{ w.start }} {{ w.end }} {{ w.opens }}{% endfor %}{% endfor %}"
    "{% for f in page.caravans %}{{ f.thing.name }}{% for w in f.windows %} {{ w.start }} "
    "{{ w.end }}{% endfor %}"
    "{% endfor %}",
    "report": "{{ page.total.visitors }} {{ page.total.km }} {{ page.share }}"
    "{% for r in page.provinces %}{{ r.name }} {{ r.stops }}{% endfor %}"
    "{% for c in page.counties %}{{ c.name }} "
    "{{ c.covered | length }}/{{ c.uncovered | length }}{% endfor %}",
}
_THING = (
    "{{ prose(page.body) }}{{ page.summary }}{% for r in page.stops.all %}{{ row(r) }}{% endfor %}"
)

_TITLES = {
    "event_title": "'{place} · {name}'",
    "crew_title": "'{task} · {place} · {name}'",
}
"""The strings whose fields tests look at."""


def list_theme_files(name: str = "tiny") -> dict[str, str | bytes | None]:
    root = f"themes/{name}/"
    strings = {
        lang: "".join(f"{key}: {_TITLES.get(key, f'{key}-{lang}')}\n" for key in REQUIRED_STRINGS)
        for lang in ("zh", "en")
    }
    out: dict[str, str | bytes | None] = {
        root + "theme.yaml": "name: tiny\n",
        root + "strings/zh.yaml": strings["zh"],
        root + "strings/en.yaml": strings["en"],
        root + "static/style.css": "body { color: black }\n",
        root + "templates/base.html": (
            "<!DOCTYPE html><title>{{ page.title }}</title><link "
            "href='{{ asset(\"style.css\") }}'>\n"
            "{% include 'part.html' %}<main>{% block main %}{% endblock %}</main>{{ jsonld() }}\n"
        ),
        root + "templates/part.html": "<nav>{% for m in page.site.menu %}<a "
        "href='{{ link(m.url) }}'>{{ m.name }}</a>{% endfor %}</nav>\n",
        root + "templates/macros.html": (
            "{% macro row(r) %}{% if r.url %}<a href='{{ link(r.url) }}'>{{ r.name }}</a>"
            "{% else %}<b id='{{ r.anchor }}'>{{ r.name }}</b>{% endif %} {{ r.state }} "
            "{% if r.start %}{{ span(r.start, r.end) }}"
            "{% endif %}{% endmacro %}\n"
            "{% macro stop(s) %}<a href='{{ link(s.url) }}'>{{ s.name }} {{ s.place }}</a> "
            "{{ s.status }}{% endmacro %}\n"
        ),
        root + "templates/redirect.html": "<a href='{{ link(page.target) }}'>{{ page.name }}</a>",
    }
    for template in TEMPLATES:
        if template != "redirect":
            body = _BODY.get(template, _THING)
            has_stops = "stops" in TEMPLATES[template].__struct_fields__
            assert template in _BODY or has_stops, f"{template}: add a body to _BODY"
            out[f"{root}templates/{template}.html"] = (
                f"{{% extends 'base.html' %}}{{% from 'macros.html' import row, stop %}}"
                f"{{% block main %}}<h1>{{{{ page.title }}}}</h1>{body}"
                "{% endblock %}"
            )
    return out

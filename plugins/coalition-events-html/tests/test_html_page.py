from __future__ import annotations

import base64
import datetime as dt
import hashlib
import itertools
import os
import re
import subprocess
import sys

import html_samples
import pytest
from html_reading import content_of, exported, page_of

import coalition_events as ce

TIMELINES = {
    "full": html_samples.full,
    "hostile": html_samples.hostile,
    "empty": html_samples.empty,
    **{name: (lambda name=name: ce.bundled(name)) for name in ce.datasets()},
}
ELEMENTS = frozenset(
    {
        "html",
        "head",
        "meta",
        "title",
        "link",
        "style",
        "script",
        "body",
        "a",
        "header",
        "h1",
        "h2",
        "h3",
        "p",
        "nav",
        "ul",
        "ol",
        "li",
        "main",
        "section",
        "article",
        "form",
        "label",
        "input",
        "button",
        "div",
        "span",
        "b",
        "bdi",
        "q",
        "time",
        "data",
        "code",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "svg",
        "defs",
        "path",
        "pattern",
        "lineargradient",
        "stop",
        "use",
        "rect",
        "circle",
        "line",
        "g",
        "text",
        "tspan",
    }
)


@pytest.fixture(params=TIMELINES)
def page(request):
    """One page after another, read."""
    return page_of(TIMELINES[request.param]())


def test_only_elements_of_the_exporter_are_in_a_page(page):
    """No text of a timeline, however hostile, becomes an element; every element is closed where it was opened."""
    tags = {element.tag for element in page.root.walk()} - {"root", "title"}
    assert tags <= ELEMENTS
    assert all(not key.startswith("on") for element in page.root.walk() for key in element.attributes)
    assert len(page.all("script")) == 2


@pytest.mark.parametrize("text", html_samples.HOSTILE)
def test_hostile_texts_are_shown_letter_for_letter(text):
    """What a stranger wrote is read as text, with nothing taken from it but control characters."""
    page = page_of(html_samples.hostile())
    expected = " ".join(ce.textsafe.plain(text).split())
    assert expected in page.shown
    titles = {" ".join(element.attributes["title"].split()) for element in page.all("a", class_="cite")}
    assert expected in titles


def test_ids_are_unique_and_every_inner_link_leads_to_one(page):
    """A mark, a name or an entry of the contents never leads nowhere, and no place has two names."""
    ids = [element.attributes["id"] for element in page.root.walk() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    inner = {a.attributes["href"][1:] for a in page.all("a") if a.attributes["href"].startswith("#")}
    assert inner <= set(ids)
    uses = {use.attributes["href"][1:] for use in page.all("use")}
    assert uses <= set(ids)


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_the_policy_allows_the_own_style_and_script_alone(theme):
    """The hashes in the policy are those of what stands in the page, and nothing else may load or run."""
    source = exported(html_samples.full(), theme=theme).data.decode()
    page = page_of(html_samples.full(), theme=theme)
    policy = page.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.pop("default-src") == rules.pop("base-uri") == rules.pop("form-action") == "'none'"
    assert rules.pop("img-src") == "data:"
    for tag in ("style", "script"):
        (content,) = content_of(source, tag)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules.pop(f"{tag}-src") == f"'sha256-{digest}'"
    assert not rules
    assert not any("style" in element.attributes for element in page.root.walk())


def test_the_policy_stands_before_all_that_it_rules(page):
    """A policy in a meta element rules only what comes after it."""
    head = page.one("head").children
    assert [one.tag for one in head[:2]] == ["meta", "meta"]
    assert head[1].attributes["http-equiv"] == "Content-Security-Policy"


def test_nothing_but_links_to_sources_names_another_place(page):
    """The only addresses in a page are those of links that a reader may follow, none of which tells where from."""
    for element in page.root.walk():
        for key, value in element.attributes.items():
            if re.search(r"https?:|//", value) and element.tag != "meta":
                assert (element.tag, key) == ("a", "href")
                assert element.attributes["rel"] == "noopener noreferrer"
    for tag in ("style", "script"):
        for content in content_of(page.source, tag):
            assert "http" not in content
            assert not re.search(r"url\((?!#)|@import|fetch|XMLHttp|import\(", content)
    assert page.one("link").attributes == {"rel": "icon", "href": "data:,"}
    assert page.one("meta", name="referrer").attributes["content"] == "no-referrer"


def test_data_cannot_end_its_script_element():
    """No text can close the element with the data, begin a comment in it or break a line."""
    source = exported(html_samples.hostile()).data.decode()
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', source, re.DOTALL)
    assert not set(data) & set("<>&\u2028\u2029\n")
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", source)


def test_headings_are_in_order(page):
    """One heading of the first level, and no level is left out on the way down."""
    levels = [int(e.tag[1]) for e in page.root.walk() if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_page_says_its_language_and_names_keep_their_own():
    """The page is in English; a name in another language says which, and is kept apart from its surroundings."""
    page = page_of(html_samples.full())
    assert page.one("html").attributes["lang"] == "en"
    assert {e.text for e in page.all("bdi", lang="ar")} >= {"حقل الشمال", "الغرب"}


@pytest.mark.parametrize("name", ce.datasets())
def test_a_page_is_the_same_in_any_surroundings(name):
    """Hash seed, time zone, locale and folder change no byte: a fresh process with others makes the same page."""
    made = f"ce.export(ce.bundled({name!r}), 'html').data"
    script = f"import sys, coalition_events as ce; sys.stdout.buffer.write({made})"
    strange = {**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4711"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=strange, cwd="/", capture_output=True, check=True
    )
    assert done.stdout == exported(ce.bundled(name)).data


def test_no_computed_day_stands_in_a_page():
    """Every full day in the page, in words or in numerals, is one that the file states."""
    page = page_of(html_samples.full())
    months = "|".join(f"{dt.date(2000, month, 1):%B}" for month in range(1, 13))
    found = {f"{d} {m} {y}" for d, m, y in re.findall(rf"\b(\d{{1,2}}) ({months}) (\d{{4}})", page.shown)}
    stated = {
        f"{int(d)} {dt.date(2000, int(m), 1):%B} {y}"
        for y, m, d in re.findall(r"(\d{4})-(\d\d)-(\d\d)", html_samples.FULL)
    }
    assert found <= stated
    iso = set(re.findall(r"\d{4}-\d\d-\d\d", page.source))
    assert iso <= set(re.findall(r"\d{4}-\d\d-\d\d", html_samples.FULL))


def test_dates_are_marked_up_as_exactly_as_they_are_known():
    """A month is a valid HTML time; what HTML cannot say exactly stands beside its words as EDTF."""
    page = page_of(html_samples.full())
    times = {element.attributes["datetime"]: element.text for element in page.all("time")}
    assert times["2029-05"] == "May 2029"
    assert all(re.fullmatch(r"\d{4}(-\d\d){0,2}", value) for value in times)
    data = {element.attributes["value"]: element.text for element in page.all("data")}
    assert data["[2030-04-13..2030-04-15]"] == "between 13 and 15 April 2030"
    assert data["2030-01-15~"] == "c. 15 January 2030"


def test_the_day_that_is_asked_for_is_shown_first():
    """With a day the page starts there, else where the evidence ends, else on the day of the last revision."""
    full = html_samples.full()
    start = {None: dt.date(2030, 6, 30), dt.date(2030, 1, 5): dt.date(2030, 1, 5)}
    for on, day in start.items():
        assert page_of(full, on=on).data["start"] == day.toordinal()
    assert page_of(html_samples.empty()).data["start"] == dt.date(2030, 1, 20).toordinal()


def test_options_change_what_they_name_and_nothing_else():
    """Without the map there is none, but places stay in the table; the theme changes the style alone."""
    full = html_samples.full()
    page = page_of(full, map=False)
    assert not page.all("figure")
    assert "33.7856° N, 42.4412° E" in page.shown
    light, dark = (page_of(full, theme=theme) for theme in ("light", "dark"))
    assert light.shown == dark.shown
    assert "prefers-color-scheme" not in light.source + dark.source
    assert "prefers-color-scheme: dark" in page.source


def test_without_a_script_the_page_is_a_report_of_the_first_day():
    """The state of the first day stands in the page itself; the controls, which need a script, are hidden."""
    page = page_of(html_samples.full(), on=dt.date(2030, 5, 1))
    assert "hidden" in page.one("form").attributes
    assert page.one(id="summary").text.startswith("On 1 May 2030: ")
    assert "Of 5 sites, " in page.one(id="summary").text

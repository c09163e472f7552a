"""Reads a page as a browser's parser would, with nothing but the standard library."""

from __future__ import annotations

import html.parser
import json
import re
from dataclasses import dataclass, field

import coalition_events as ce

VOID = frozenset({"meta", "link", "input", "br"})


@dataclass
class Element:
    """An element with its attributes, and the texts and elements inside it."""

    tag: str
    attributes: dict[str, str]
    content: list[str | Element] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements directly inside."""
        return [part for part in self.content if isinstance(part, Element)]

    def walk(self):
        """Itself and all below."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def text(self) -> str:
        """All text inside, in order of elements."""
        return "".join(part if isinstance(part, str) else part.text for part in self.content)


class Page(html.parser.HTMLParser):
    """The elements of a page; a tag that is closed by another one is a fault of the page."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.root = Element("root", {})
        self.open = [self.root]
        self.feed(source)
        self.close()
        assert [one.tag for one in self.open] == ["root"]

    def handle_starttag(self, tag, attrs):
        """Open an element."""
        element = Element(tag, {key: value or "" for key, value in attrs})
        assert len({key for key, _ in attrs}) == len(attrs)
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        """Close the element that was opened last, and no other."""
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        """Take a text."""
        self.open[-1].content.append(data)

    def handle_comment(self, data):
        """Refuse a comment: the exporter writes none."""
        message = f"a comment: {data!r}"
        raise AssertionError(message)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Every element of a tag with these attributes."""
        return [
            element
            for element in self.root.walk()
            if (not tag or element.tag == tag)
            and all(
                element.attributes.get(key.rstrip("_").replace("_", "-")) == value
                for key, value in attributes.items()
            )
        ]

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The only one."""
        (element,) = self.all(tag, **attributes)
        return element

    @property
    def data(self) -> dict:
        """What the script looks up."""
        return json.loads(self.one("script", id="data").text)

    @property
    def shown(self) -> str:
        """What a reader sees: all text but that of scripts and style."""
        return " ".join(_shown(self.root).split())


def _shown(element: Element) -> str:
    if element.tag in {"script", "style"}:
        return ""
    return "".join(f" {part} " if isinstance(part, str) else _shown(part) for part in element.content)


def exported(timeline: ce.Timeline, **options) -> ce.Exported:
    """The page of a timeline, with what got lost."""
    return ce.export(timeline, "html", **options)


def page_of(timeline: ce.Timeline, **options) -> Page:
    """The page of a timeline, read."""
    return Page(exported(timeline, **options).data.decode("utf-8"))


def content_of(source: str, tag: str) -> list[str]:
    """The raw text between the tags of style or script elements without attributes."""
    return re.findall(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)

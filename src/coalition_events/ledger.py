"""The loss ledger's walk: everything filled in a timeline that an exporter does not say it carries.

An exporter names what it carries once, as keys of the file by section, and this reports the rest record by record. So a
field that is added to the model is reported as lost by every format until the format carries it. What is carried but
not as it is, because its characters or its digits are too many for the format, is reported beside it.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from coalition_events.claimtext import rounded_degrees
from coalition_events.hookspecs import ExportRequest, Feature, LossAction
from coalition_events.model import (
    KINDS,
    Alias,
    Claim,
    Claims,
    Figure,
    Location,
    Record,
    Timeline,
    Value,
    Values,
)
from coalition_events.model.fields import Description, Form, described
from coalition_events.textsafe import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from coalition_events.model import Base, Evidence

_Find: TypeAlias = Callable[[str, Any], Iterable[tuple[str, str]]]

_FEATURES: Final[Mapping[str, Feature]] = {
    **dict.fromkeys(("title", "name"), Feature.NAMES),
    "aliases": Feature.ALIASES,
    "kind": Feature.KINDS,
    **dict.fromkeys(("country", "region", "identifiers"), Feature.IDENTIFIERS),
    **dict.fromkeys(("location", "latitude", "longitude"), Feature.LOCATIONS),
    **dict.fromkeys(("accuracy_m", "point"), Feature.LOCATION_ACCURACY),
    "candidates": Feature.CANDIDATES,
    **dict.fromkeys(("holder", "from", "to", "passes"), Feature.HOLDERS),
    **dict.fromkeys(("part_of", "led_by"), Feature.PARTS),
    **dict.fromkeys(("parties", "actors", "bases"), Feature.PARTICIPANTS),
    **dict.fromkeys(("phases", "ordinal", "final", "area", "coordinated_from"), Feature.PHASES),
    **dict.fromkeys(("under", "agreements"), Feature.AGREEMENTS),
    **dict.fromkeys(("modality", "condition"), Feature.PROVISIONS),
    **dict.fromkeys(("when", "start", "end", "signed", "in_force", "ends", "date"), Feature.DATES),
    "cancelled": Feature.STATUS,
    **dict.fromkeys(("summary", "note", "timezone", "licence", "evidence_until"), Feature.NOTES),
    "revised": Feature.REVISIONS,
    **dict.fromkeys(("cite", "url"), Feature.SOURCES),
    **dict.fromkeys(
        ("publisher", "archive_url", "published", "accessed", "language", "reliability"),
        Feature.SOURCE_DETAILS,
    ),
    "repeats": Feature.ROOTS,
    "as_written": Feature.WORDING,
    **dict.fromkeys(("by", "said"), Feature.SPEAKERS),
    "credibility": Feature.CREDIBILITY,
    "rank": Feature.RANK,
    "time": Feature.CLOCK_TIMES,
    "basis": Feature.BASIS,
    "number": Feature.COUNTS,
}
_OF_SECTION: Final[Mapping[str, tuple[Feature, frozenset[str]]]] = {
    "counts": (Feature.COUNTS, frozenset({"title", "counted", "from", "to", "area", "members", "values"})),
    "statements": (Feature.STATEMENTS, frozenset({"text", "about", "contradicts"})),
    "provisions": (Feature.PROVISIONS, frozenset({"text"})),
}
"""Keys that mean something else in these sections: a count's ``from`` holds no base."""

_CLAIM_KEYS: Final = ("as_written", "by", "said", "cite", "credibility", "rank", "note", "basis", "time")
_CLASSES_OF_CLAIMS: Final[Mapping[Form, type]] = {
    Form.DATED: Claim,
    Form.VALUED: Value,
    Form.FIGURES: Figure,
}


def feature_of(section: str, key: str) -> Feature:
    """The feature to which a key of the file belongs: ``when.note`` of a milestone is ``notes``.

    ``when[]`` is ``alternatives``, a key that begins with ``x-`` is ``extra``; :class:`KeyError` for one that no record
    has.
    """
    if key.startswith("x-"):  # which may hold a dot, as x-example.org does
        return Feature.EXTRA
    name = key.rpartition(".")[2]
    if name.endswith("[]"):
        return Feature.ALTERNATIVES
    feature, keys = _OF_SECTION.get(section, (Feature.NOTES, ()))
    return feature if name in keys else _FEATURES[name]


def whole_claims(*keys: str) -> frozenset[str]:
    """Spell these fields for :func:`report_uncarried` where every claim is shown with all that it says.

    All that ``claim_text`` shows: a key that claims gain later is reported as lost until it stands here and there.
    """
    tails = ("", "[]", *(f".{part}" for part in _CLAIM_KEYS))
    return frozenset(f"{key}{tail}" for key in keys for tail in tails)


def every_key() -> dict[str, frozenset[str]]:
    """Spell all fields of all sections for :func:`report_uncarried`, for formats that walk ``described`` and show each.

    Of claims it has what :func:`whole_claims` has.
    """
    kinds: tuple[tuple[str, type], ...] = (
        ("timeline", Timeline),
        *((kind.section, kind) for kind in KINDS),
    )
    return {section: frozenset({"x-"}).union(*_keys_of(cls)) for section, cls in kinds}


def _keys_of(cls: type) -> Iterator[frozenset[str]]:
    for _, description in described(cls):
        key = description.key
        yield whole_claims(key) if description.form in _CLASSES_OF_CLAIMS else frozenset({key})


def report_uncarried(
    request: ExportRequest,
    carried: Mapping[str, Collection[str]],
    shown: Callable[[str, str], bool] | None = None,
    records: Iterable[Record] | None = None,
) -> None:
    """Report as dropped every filled value whose key is not among those carried.

    ``carried`` maps a section to the keys that the output holds; ``x-`` stands for all keys that begin so. For a field
    with claims, ``when`` says that the best claim is shown, ``when[]`` that every claim is, and ``when.note`` that its
    claims' notes are. What a lost location says of its accuracy is reported with it; of one that is carried, only the
    exporter knows. Where not every record of a section gets into the output, ``shown(record id, field)`` tells of each
    whether it does. ``records`` are those of the timeline that are looked at, if not all: no other needs a question.

    The file itself is the section ``timeline``. It is looked at only if ``carried`` names it: not every format has a
    place for it, and those that put it elsewhere report by themselves what they leave out.
    """
    walks = {
        cls.section: _walk(cls, cls.section, frozenset(carried.get(cls.section, ())))  # type: ignore[arg-type] # classes are hashable
        for cls in KINDS
    }
    if records is None:  # sections that can't lose anything are not walked through
        losing = [section for section, walk in walks.items() if walk.can_lose]
        records = itertools.chain.from_iterable([getattr(request.timeline, section) for section in losing])
    for record in records:
        for key, feature in walks[record.section].lost_of(record, shown):
            request.lost(record, key, feature, LossAction.DROPPED)
    if "timeline" in carried:
        walk = _walk(Timeline, "timeline", frozenset(carried["timeline"]))
        for key, feature in walk.lost_of(request.timeline):
            request.lost(request.timeline, key, feature, LossAction.DROPPED)


def report_rounding(request: ExportRequest, bases: Iterable[Base]) -> None:
    """Report as coarsened the places of these bases that have more decimals than ``rounded_degrees`` keeps."""
    for base in bases:
        points = [value.value for value in base.location if isinstance(value.value, Location)]
        numbers = [number for point in points for number in (point.latitude, point.longitude)]
        if any(rounded_degrees(number) != number for number in numbers):
            request.lost(base, "location", Feature.LOCATIONS, LossAction.COARSENED)


def report_altered(
    request: ExportRequest,
    carried: Mapping[str, Collection[str]],
    change: Callable[[str], str] = plain,
) -> None:
    """Report as coarsened every carried text that ``change`` alters, such as a name with a mark of direction.

    Call it last: a field of which a loss is reported already is left alone. ``carried`` as in :func:`report_uncarried`.
    """
    reported = {(loss.record, loss.field) for loss in request.losses}
    owners: tuple[tuple[str, str, Record | Timeline], ...] = (
        ("", "timeline", request.timeline),
        *((record.id, record.section, record) for record in request.timeline.records()),
    )
    for owner_id, section, owner in owners:
        for key in _altered(owner, change):  # hardly ever
            keys = carried.get(section, ())
            held = key in keys or (key.startswith("x-") and "x-" in keys)
            if held and (owner_id, key) not in reported:
                request.lost(owner_id, key, feature_of(section, key), LossAction.COARSENED)


def _altered(owner: Record | Timeline, change: Callable[[str], str]) -> list[str]:
    """The key of every text of a person's that ``change`` alters; names of identifiers and own keys are texts, too."""
    texts, others = _places_of_texts(type(owner))
    found = [key for name, key in texts if (text := getattr(owner, name)) and change(text) != text]
    for name, key, find in others:
        if value := getattr(owner, name):
            found += [path for path, text in find(key, value) if change(text) != text]
    for key, value in owner.extra:
        found += [key for text in (key, value) if change(text) != text]
    return found


_Texts: TypeAlias = "tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str, _Find], ...]]"
_PLACES: dict[type, _Texts] = {}


def _places_of_texts(cls: type) -> _Texts:
    """The fields of a class that are texts, each with its key; those that may hold texts, with the way to find them."""
    if cls not in _PLACES:
        fields = described(cls)
        _PLACES[cls] = (
            tuple((name, item.key) for name, item in fields if item.form in {Form.TEXT, Form.WORD}),
            tuple((name, item.key, _FIND[item.form]) for name, item in fields if item.form in _FIND),
        )
    return _PLACES[cls]


def _texts_of_claims(key: str, claims: Iterable[Evidence]) -> Iterator[tuple[str, str]]:
    for claim in claims:
        if claim.as_written:
            yield f"{key}.as_written", claim.as_written
        if claim.note:
            yield f"{key}.note", claim.note


def _texts_of_aliases(key: str, aliases: Iterable[Alias]) -> Iterable[tuple[str, str]]:
    return [(key, alias.text) for alias in aliases]


def _texts_of_identifiers(key: str, pairs: Iterable[tuple[str, object]]) -> Iterable[tuple[str, str]]:
    return [(key, str(text)) for pair in pairs for text in pair]


_FIND: Final[Mapping[Form, _Find]] = {
    Form.ALIASES: _texts_of_aliases,
    Form.IDENTIFIERS: _texts_of_identifiers,
    **dict.fromkeys(_CLASSES_OF_CLAIMS, _texts_of_claims),
}


class _Walk:
    """The way through the records of one class, by which what is carried for certain is not even looked at."""

    def __init__(self, cls: type, section: str, carried: Collection[str]) -> None:
        self.carried, self.keeps_extra = carried, "x-" in carried
        self.plain: list[tuple[str, str, Feature]] = []
        self.claims: list[_ClaimsWalk] = []
        for name, description in described(cls):
            key = description.key
            if description.form in _CLASSES_OF_CLAIMS:
                walk = _ClaimsWalk(name, section, description, carried)
                if walk.can_lose:
                    self.claims.append(walk)
            elif key not in carried:
                self.plain.append((name, key, feature_of(section, key)))
        self.can_lose = bool(self.plain or self.claims or not self.keeps_extra)

    def lost_of(
        self, owner: Record | Timeline, shown: Callable[[str, str], bool] | None = None
    ) -> Iterator[tuple[str, Feature]]:
        """The key and the feature of everything that is filled and not carried."""
        for name, key, feature in self.plain:
            value = getattr(owner, name)
            if _filled(owner, name, value) and not (shown and shown(owner.id, key)):
                yield key, feature
        for walk in self.claims:
            value = getattr(owner, walk.name)
            if value and not (shown and shown(owner.id, walk.key)):
                yield from walk.lost_of(value)
        for key, _ in owner.extra:
            kept = self.keeps_extra or key in self.carried
            if not kept and not (shown and shown(owner.id, key)):
                yield key, Feature.EXTRA


@functools.lru_cache(maxsize=256)  # a format asks for the same ones for each batch of a file of lines
def _walk(cls: type, section: str, carried: frozenset[str]) -> _Walk:
    return _Walk(cls, section, carried)


def _filled(owner: Record | Timeline, name: str, value: object) -> bool:
    if name == "passes":
        return value != getattr(owner, "usual_passes", ())
    # zero says something, and so does a word of absence
    return bool(value) or not (value is None or value is False or value in ("", ()))


class _ClaimsWalk:
    """The same of one field of claims: what it loses itself, and what of all that stands beside its claims."""

    def __init__(self, name: str, section: str, description: Description, carried: Collection[str]) -> None:
        self.name, self.key = name, description.key
        self.feature = feature_of(section, self.key)
        self.best, self.every = self.key in carried, f"{self.key}[]" in carried
        self.beside = [
            (attribute, f"{self.key}.{key}", feature_of("", key), default)
            for attribute, key, default in _beside(_CLASSES_OF_CLAIMS[description.form])
            if f"{self.key}.{key}" not in carried
        ]
        self.can_lose = bool(self.beside or not self.every)

    def lost_of(self, claims: Claims | Values[Any] | tuple[Figure, ...]) -> Iterator[tuple[str, Feature]]:
        """The key and the feature of everything that is filled and not carried."""
        shown = self.best or self.every
        if not len(claims):  # nothing but a word of absence
            if not shown:
                yield self.key, Feature.ABSENCE
            return
        if not shown:
            yield self.key, self.feature
            for claim in claims:
                yield from _lost_of_point(getattr(claim, "value", None), self.key)
        elif not self.every and len(claims) > 1:
            yield self.key, Feature.ALTERNATIVES
        for claim in claims:
            for attribute, path, feature, default in self.beside:
                if getattr(claim, attribute) != default:
                    yield path, feature


def _beside(cls: type) -> Iterator[tuple[str, str, object]]:
    """Of what a claim says beside its date, its value or its number: the attribute, its key, and what is unfilled."""
    fields = attrs.fields_dict(cls)
    for name, description in described(cls):
        if description.form is not Form.STATED_NUMBER:
            yield name, description.key, fields[name].default


def _lost_of_point(value: object, key: str) -> Iterator[tuple[str, Feature]]:
    if isinstance(value, Location):
        for attribute in ("accuracy_m", "point"):
            if getattr(value, attribute) is not None:
                yield f"{key}.{attribute}", Feature.LOCATION_ACCURACY

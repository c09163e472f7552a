"""Timelines without one feature, and exporters that drop it before they hand over to a good one."""

from __future__ import annotations

import json
import re

import attrs

import coalition_events as ce
from coalition_events import Feature

EVENT_FIELDS = ("when", "start", "end", "signed", "in_force", "ends")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def blanked(timeline, feature):
    """The timeline without what ``feature`` names; the rest stays, so that no other feature is hurt."""
    plain = json.loads(json.dumps(ce.to_plain(timeline)))
    _BLANKS[feature](plain)
    return ce.parse(json.dumps(plain))


def blanking(exporter, feature, made):
    """An exporter without options that blanks ``feature`` and delegates; ``made`` remembers what was made before."""

    def export(request):
        given = json.dumps(ce.to_plain(request.timeline))
        if (feature, given) not in made:
            without = blanked(request.timeline, feature)
            made[feature, given] = without, json.dumps(ce.to_plain(without))
        timeline, text = made[feature, given]
        key = (exporter.name, text)
        if key not in made:
            inner = ce.ExportRequest(timeline=timeline, options=exporter.options(), on=request.on)
            made[key] = b"".join(exporter.export(inner)), inner.losses
        data, losses = made[key]
        for loss in losses:
            request.lost(loss.record, loss.field, loss.feature, loss.action)
        yield data

    return attrs.evolve(exporter, export=export, options=ce.NoOptions, parts=None)


# ------------------------------------------------------------------------------------------------------ walks


def records(plain):
    """Every record as ``(section, id, fields)``."""
    for section, found in plain.items():
        if isinstance(found, dict) and not section.startswith("x-"):
            yield from ((section, record_id, fields) for record_id, fields in found.items())


def claims(plain, *fields):
    """Every claim of these fields, or of any, with its place among the claims of its field."""
    for _, _, found in records(plain):
        for key, value in found.items():
            if isinstance(value, list) and (not fields or key in fields):
                yield from ((place, item) for place, item in enumerate(value) if isinstance(item, dict))


def without(*keys):
    """What takes these keys out of every record and every claim."""

    def blank(plain):
        for owner in [*(fields for _, _, fields in records(plain)), *(claim for _, claim in claims(plain))]:
            for key in keys:
                owner.pop(key, None)

    return blank


def first_value(*fields):
    """What makes the first claim of each of these fields name the same record everywhere."""

    def blank(plain):
        home = "bases" if "candidates" in fields else "actors"
        for _, record_id, found in records(plain):
            usual = min(set(plain.get(home, {})) - {record_id}, default=None)
            for key in fields:
                if isinstance(value := found.get(key), list) and value[0].get("value") not in {
                    "unknown",
                    "none",
                }:
                    value[0]["value"] = usual

    return blank


def dates_as(change):
    """What changes the dates of events: ``change(text, claim)``."""

    def blank(plain):
        for _, claim in claims(plain, *EVENT_FIELDS):
            if claim.get("date") not in {None, "unknown", "none"}:
                claim["date"] = change(claim["date"], claim)

    return blank


# ------------------------------------------------------------------------------------------------------ features


def _dates(plain):
    """Every day on which something happened becomes the first of them: one that somebody stated."""
    actual = [claim for _, claim in claims(plain, *EVENT_FIELDS) if "basis" not in claim]
    days = [claim for claim in actual if _DAY.fullmatch(claim.get("date", ""))]
    for claim in days:
        claim["date"] = min(other["date"] for other in days)


def _coarser(text, claim):
    known = re.fullmatch(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", text) and "time" not in claim
    return text[:4] if known else text


def _without_marks(text, _):
    return text.rstrip("?~%")


def _one_bound(text, _):
    """The later bound goes; a day in place of both would be an invented one."""
    return f"{text.partition('..')[0]}..]" if text.startswith("[") and not text.startswith("[..") else text


def _one_end(text, _):
    ends = [end for end in text.split("/") if end not in {"", ".."}]
    return ends[0] if "/" in text and not text.startswith("[") else text


def _clock_times(plain):
    without("time")(plain)
    dates_as(lambda text, _: re.sub(r"T[0-9:]+(?:Z|[+-][0-9:]+)?", "", text))(plain)


def _absence(plain):
    for section, _, fields in records(plain):
        for key, value in list(fields.items()):
            if key == "cancelled" or section == "statements":
                continue
            if value in ("unknown", "none"):
                del fields[key]
            elif isinstance(value, list):
                said = [item for item in value if not _absent(item)]
                fields[key] = said
                if not said:
                    del fields[key]
            elif key == "identifiers":
                fields[key] = {
                    scheme: text for scheme, text in value.items() if text not in {"unknown", "none"}
                }
                if not fields[key]:
                    del fields[key]


def _absent(item):
    return isinstance(item, dict) and {"unknown", "none"} & {str(item.get("date")), str(item.get("value"))}


def _alternatives(plain):
    """The preferred one or the first stays."""
    for _, _, fields in records(plain):
        for key, value in fields.items():
            if (
                isinstance(value, list)
                and isinstance(value[0], dict)
                and {"date", "value", "number"} & set(value[0])
            ):
                preferred = [item for item in value if item.get("rank") == "preferred"]
                fields[key] = [*preferred, *value][:1]


def _known(plain, section):
    """Every record that others may refer to: those that stand alone must stay so, or what was lost is shown."""
    return sorted(name for name in plain.get(section, {}) if not name.startswith("alone"))


def _sources(plain):
    """Everything that cites something cites everything."""
    everything = _known(plain, "sources")
    for owner in [*(fields for _, _, fields in records(plain)), *(claim for _, claim in claims(plain))]:
        owner.pop("url", None)
        if "cite" in owner:
            owner["cite"] = everything


def _source_details(plain):
    for fields in plain.get("sources", {}).values():
        for key in ("publisher", "archive_url", "published", "accessed", "language", "reliability"):
            if fields.get(key) not in {"unknown", "none"}:
                fields.pop(key, None)


def _names(plain):
    plain["title"] = "x"
    for section, record_id, fields in records(plain):
        for key in ("title", "name"):
            if key in fields and section != "counts":
                fields[key] = record_id


def _kinds(plain):
    without("kind")(plain)
    for section, before, fields in records(plain):
        if section == "milestones":
            fields["kind"] = "other"
            if before in {"handover", "camp-handover"}:
                fields.setdefault("passes", ["control"])


def _identifiers(plain):
    without("country", "region")(plain)
    for _, _, fields in records(plain):
        if "identifiers" in fields:
            kept = {
                key: text for key, text in fields.pop("identifiers").items() if text in {"unknown", "none"}
            }
            fields.update({"identifiers": kept} if kept else {})


def _places(plain):
    for place, claim in claims(plain, "location"):
        if isinstance(claim["value"], dict):
            yield place, claim["value"]


def _locations(plain):
    for place, value in _places(plain):
        if place == 0:
            value |= {"latitude": 33.0, "longitude": 43.0}


def _location_accuracy(plain):
    for _, value in _places(plain):
        value.pop("accuracy_m", None)
        value.pop("point", None)


def _holders(plain):
    first_value("holder", "from", "to")(plain)
    for section, _, fields in records(plain):
        if section == "milestones":
            fields.pop("passes", None)


def _participants(plain):
    for section, _, fields in records(plain):
        for key, home in (("parties", "actors"), ("actors", "actors"), ("bases", "bases")):
            if key in fields and section != "counts":
                fields[key] = _known(plain, home)


def _phases(plain):
    without("phases", "final", "area", "coordinated_from", "ordinal")(
        {section: found for section, found in plain.items() if section != "counts"}
    )


def _text_of(section, *more):
    def blank(plain):
        for found, _, fields in records(plain):
            if found == section:
                fields["text"] = "x"
                for key in more:
                    fields.pop(key, None)

    return blank


def _counts(plain):
    for fields in plain.get("counts", {}).values():
        fields["title"] = "x"
        for key in ("counted", "from", "to", "area", "members"):
            fields.pop(key, None)
        fields["values"][0]["number"] = "1"


def _notes(plain):
    for key in ("summary", "timezone", "licence", "evidence_until"):
        plain.pop(key, None)
    for owner in [*(fields for _, _, fields in records(plain)), *(claim for _, claim in claims(plain))]:
        owner.pop("summary", None)
        if owner.pop("note", None) and owner.get("rank") == "rejected":
            owner["note"] = "x"


def _revisions(plain):
    without("revised")(plain)
    plain["revised"] = plain.get("evidence_until", plain["revised"])


def _extra(plain):
    for owner in [plain, *(fields for _, _, fields in records(plain))]:
        for key in [key for key in owner if key.startswith("x-")]:
            del owner[key]


_BLANKS = {
    Feature.DATES: _dates,
    Feature.DATE_PRECISION: dates_as(_coarser),
    Feature.DATE_MARKS: dates_as(_without_marks),
    Feature.DATE_BOUNDS: dates_as(_one_bound),
    Feature.DATE_SPANS: dates_as(_one_end),
    Feature.CLOCK_TIMES: _clock_times,
    Feature.ABSENCE: _absence,
    Feature.BASIS: without("basis"),
    Feature.ALTERNATIVES: _alternatives,
    Feature.WORDING: without("as_written"),
    Feature.SPEAKERS: without("by", "said"),
    Feature.SOURCES: _sources,
    Feature.SOURCE_DETAILS: _source_details,
    Feature.ROOTS: without("repeats"),
    Feature.CREDIBILITY: without("credibility"),
    Feature.RANK: without("rank"),
    Feature.STATUS: without("cancelled"),
    Feature.NAMES: _names,
    Feature.ALIASES: without("aliases"),
    Feature.KINDS: _kinds,
    Feature.IDENTIFIERS: _identifiers,
    Feature.LOCATIONS: _locations,
    Feature.LOCATION_ACCURACY: _location_accuracy,
    Feature.CANDIDATES: first_value("candidates"),
    Feature.HOLDERS: _holders,
    Feature.PARTS: without("part_of", "led_by"),
    Feature.PARTICIPANTS: _participants,
    Feature.PHASES: _phases,
    Feature.AGREEMENTS: without("under", "agreements"),
    Feature.PROVISIONS: _text_of("provisions", "modality", "condition"),
    Feature.COUNTS: _counts,
    Feature.STATEMENTS: _text_of("statements", "about", "contradicts"),
    Feature.NOTES: _notes,
    Feature.REVISIONS: _revisions,
    Feature.EXTRA: _extra,
}

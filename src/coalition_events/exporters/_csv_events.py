"""The table of events: one row for everything dated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coalition_events import cited_by_field, claims_text, degrees_text, extra_text, sources_of_event

from ._csv_columns import Column, bound, date_text, day_text, flag, id_of, ids, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from coalition_events import Actor, AnyDate, Base, Event, ExportRequest, Values

_NO_SUCH: Final[Any] = object()


def _best(event: Event, name: str) -> Any:  # noqa: ANN401 - any attribute of a claim
    return getattr(event.when.best, name, None)


def _best_date(event: Event) -> AnyDate | None:
    best = event.when.best
    return (best.date or None) if best else None


def point_of(event: Event) -> Base | None:
    """The base whose point a row shows: the only located one; two would make no number."""
    located = [base for base in event.bases if base.point]
    return located[0] if len(located) == 1 else None


def _degrees(event: Event, name: str) -> str:
    base = point_of(event)
    return degrees_text(getattr(base.point, name)) if base else ""


def _event_references(*names: str) -> Callable[[Event, ExportRequest], str]:
    """The record's first attribute of these names; kinds of records have different ones for one thing."""

    def shown(event: Event, _: ExportRequest) -> str:
        for name in names:
            value = getattr(event.record, name, _NO_SUCH)
            if value is not _NO_SUCH:
                return ids(value) if isinstance(value, tuple) else id_of(value)
        return ""

    return shown


def _values(event: Event, name: str) -> Values[Actor] | tuple[()]:
    """``from_`` and ``to``, which milestones have."""
    return getattr(event.record, name, ())


def _best_value(event: Event, name: str) -> str:
    values = _values(event, name)
    return id_of(values.best) if values else ""


def _urls(event: Event) -> dict[str, None]:
    """The addresses of its sources, each once: two sources may stand on one page."""
    return dict.fromkeys(source.url for source in sources_of_event(event) if source.url)


EVENTS: Final[tuple[Column, ...]] = (
    ("id", lambda event, _: event.id),
    ("kind", lambda event, _: event.kind),
    ("title", lambda event, _: event.title),
    ("date", lambda event, _: date_text(_best_date(event))),
    ("absence", lambda event, _: word(event.when.absence)),
    ("basis", lambda event, _: word(_best(event, "basis"))),
    ("status", lambda event, request: event.status(request.status_day).value),
    ("earliest", lambda event, _: bound(_best_date(event), "earliest")),
    ("latest", lambda event, _: bound(_best_date(event), "latest")),
    ("precision", lambda event, _: word(getattr(_best_date(event), "precision", None))),
    ("mark", lambda event, _: word(getattr(_best_date(event), "mark", None))),
    ("time", lambda event, _: word(_best(event, "time"))),
    ("disputed", lambda event, _: flag(event.when.disputed)),
    ("claims", lambda event, _: len(event.when.live)),
    ("from", lambda event, _: _best_value(event, "from_")),
    ("to", lambda event, _: _best_value(event, "to")),
    ("passes", lambda event, _: "|".join(getattr(event.record, "passes", ()))),
    ("bases", lambda event, _: ids(event.bases)),
    ("latitude", lambda event, _: _degrees(event, "latitude")),
    ("longitude", lambda event, _: _degrees(event, "longitude")),
    ("actors", _event_references("actors", "parties")),
    ("phases", _event_references("phases")),
    ("agreements", _event_references("agreements", "under")),
    ("sources", lambda event, _: ids(sources_of_event(event))),
    # no address holds white space, but one may hold a bar
    (
        "source_urls",
        lambda event, _: " ".join(source.url for source in sources_of_event(event) if source.url),
    ),
    ("as_written", lambda event, _: word(_best(event, "as_written"))),
    ("by", lambda event, _: id_of(_best(event, "by"))),
    ("said", lambda event, _: word(_best(event, "said"))),
    ("claims_text", lambda event, _: claims_text(event.when)),
    ("from_claims", lambda event, _: claims_text(_values(event, "from_"))),
    ("to_claims", lambda event, _: claims_text(_values(event, "to"))),
    ("cancelled", lambda event, _: claims_text(event.cancelled)),
    ("summary", lambda event, _: event.record.summary),
    ("note", lambda event, _: event.record.note),
    ("cited_by_field", lambda event, _: cited_by_field(event.record)),
    ("uid", lambda event, request: request.timeline.uid(event)),
    ("revised", lambda event, _: day_text(event.revised)),
    ("extra", lambda event, _: extra_text(event.record.extra)),
)

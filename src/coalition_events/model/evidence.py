"""One claim: what somebody says, on what ground, with which sources."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Final, Generic, TypeVar

import attrs

from coalition_events.dates import AnyDate, UncertainDate
from coalition_events.model import fields, validators
from coalition_events.model.comparing import Compared
from coalition_events.model.fields import DESCRIPTION, Description, Form
from coalition_events.model.sources import Actor, Source
from coalition_events.model.validators import FieldError
from coalition_events.model.vocabulary import Absence, Basis, Rank

T = TypeVar("T")
# these are asked for by every claim, and to find a member in its enum takes as long as a call
_ACTUAL: Final = Basis.ACTUAL
_REJECTED: Final = Rank.REJECTED


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Evidence(Compared):
    """What claims of both sorts share: who says it, when, where it can be read, and what the editors make of it.

    ``credibility`` is the Admiralty number, 1 (confirmed) to 6 (can't be judged).
    """

    as_written: str = fields.text("as_written", "the source's own words, a few of them")
    by: Actor | None = fields.reference("by", "actors", "who says so")
    said: UncertainDate | Absence | None = fields.date("said", "the day on which it was said or set")
    cites: tuple[Source, ...] = fields.references("cite", "sources", "where it can be read")
    credibility: int | None = attrs.field(
        default=None,
        validator=validators.check_whole(1, 6),
        metadata={
            DESCRIPTION: Description(form=Form.INTEGER, key="credibility", meaning="Admiralty scale, 1 to 6")
        },
    )
    note: str = fields.text("note", "how it was read, why it was rejected")
    rank: Rank = fields.word("rank", Rank, "the editors' view; a rejected claim needs a note", Rank.NORMAL)

    def __attrs_post_init__(self) -> None:
        """A claim is not set aside without a reason."""
        if self.rank is _REJECTED and not self.note.strip():
            raise FieldError("rank", "rejected-needs-note", "a rejected claim needs a note that says why")

    @property
    def live(self) -> bool:
        """Whether it counts: every claim does that was not rejected."""
        return self.rank is not Rank.REJECTED

    @property
    def first_published(self) -> dt.date | None:
        """The earliest day by which one of its sources was surely out; ``None`` if none has a day."""
        return min((day for source in self.cites if (day := source.published_by)), default=None)

    @property
    def said_on(self) -> dt.date | None:
        """The last day on which it may have been said: as stated, else the earliest publication."""
        return self.said.latest if isinstance(self.said, UncertainDate) else self.first_published

    @property
    def roots(self) -> tuple[Source, ...]:
        """The roots of its sources, each once: as many independent witnesses as it has."""
        return tuple({root.id: root for root in [source.root for source in self.cites]}.values())

    @property
    def _support(self) -> tuple[float, str, int]:
        """Sorts the better supported claim first; what nobody rated stands before what was rated as doubtful."""
        letters = [source.reliability or "C~" for source in self.cites]
        return (self.credibility or 3.5, min(letters) if letters else "F~", -len(self.roots))


def _read_claimed_date(
    value: str | dt.date | AnyDate | Absence,
    instance: Any,  # noqa: ANN401 - the Claim, for attrs a class like any other
    field: attrs.Attribute[Any],
) -> AnyDate | Absence:
    date = fields.read_date(value, field)
    if not date:
        if date is Absence.LEFT_OUT and not instance.may_lack_date:
            message, hint = "expected a date, found none", "write 'unknown' or 'none'"
            raise FieldError(field.name, "missing-key", message, hint)
        return date
    if instance.basis is not _ACTUAL or date.earliest is None:
        return date
    for source in instance.cites:
        out = source.published_by
        if out is not None and date.earliest > out:
            message = f"{date} is said to have happened, but its source {source.id!r} was out by {out}"
            hint = "write 'planned:' or 'expected:' if the source foretells it"
            raise FieldError(field.name, "later-than-source", message, hint)
    return date


def _check_clock_time(instance: Claim, attribute: attrs.Attribute[str], value: str) -> None:
    if value == "":
        return
    validators.check_time(instance, attribute, value)
    date = instance.date
    if not (isinstance(date, UncertainDate) and date.precision == "day" and date.earliest == date.latest):
        raise FieldError(attribute.name, "bad-time", "a clock time needs a date known to the day")


def date_field(default: Any = attrs.NOTHING) -> Any:  # noqa: ANN401 - an attrs field
    """The field ``date`` of a claim, after those of its basis and its sources, on which it depends."""
    return attrs.field(
        converter=attrs.Converter(_read_claimed_date, takes_self=True, takes_field=True), default=default
    )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Claim(Evidence):
    """Somebody's word on when something happened, is planned or is expected.

    ``date`` is an uncertain date, a span, or an absence that is itself claimed; ``time`` the clock time as stated, with
    its offset if one was stated.
    """

    may_lack_date: ClassVar[bool] = False

    basis: Basis = fields.word("basis", Basis, "on what it rests", Basis.ACTUAL)
    date: AnyDate | Absence = date_field()
    time: str = fields.text(
        "time", "clock time, with offset if stated", check=_check_clock_time, pattern="time"
    )

    @property
    def instant(self) -> dt.datetime | None:
        """The moment, if a day and a clock time with its offset are stated; nothing is ever moved to UTC."""
        if isinstance(self.date, UncertainDate) and self.date.precision == "second":
            moment = dt.datetime.fromisoformat(self.date.text.rstrip("?~%"))
        elif self.time and isinstance(self.date, UncertainDate) and self.date.earliest:
            moment = dt.datetime.fromisoformat(f"{self.date.earliest}T{self.time}")
        else:
            return None
        return moment if moment.tzinfo is not None else None


def _check_value(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is None or value is Absence.LEFT_OUT:
        raise FieldError(
            attribute.name, "missing-key", "expected a value, found none", "write 'unknown' or 'none'"
        )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Value(Evidence, Generic[T]):
    """Somebody's word on an undated field: a giver, a receiver, a holder, a place."""

    value: T | Absence = attrs.field(validator=_check_value, eq=fields.ids, repr=fields.print_ids)

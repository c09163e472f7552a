"""The closed vocabularies. Each member's value is the word that the file uses."""

from __future__ import annotations

import enum
from typing import Literal


class Absence(enum.Enum):
    """Why there is no value. Every member is falsy, so ``if claim.date:`` asks whether there is one."""

    LEFT_OUT = ""
    """Nobody in this file says."""
    UNKNOWN = "unknown"
    """Looked for, and not known."""
    NONE = "none"
    """Known not to apply: it did not happen, stood empty, has no end."""

    def __bool__(self) -> Literal[False]:
        return False

    def __str__(self) -> str:
        return self.value


class Basis(enum.StrEnum):
    """On what a claim rests. Only ``actual`` changes what is true on a day."""

    ACTUAL = "actual"
    """Somebody says that it happened."""
    PLANNED = "planned"
    """A party set it."""
    EXPECTED = "expected"
    """Somebody forecasts it."""


class Rank(enum.StrEnum):
    """The editors' view of a claim. ``preferred`` picks what a single-valued output shows; it makes nothing certain."""

    PREFERRED = "preferred"
    NORMAL = "normal"
    REJECTED = "rejected"


class Status(enum.StrEnum):
    """Where an event stands; derived, never stored."""

    DONE = "done"
    PLANNED = "planned"
    OVERDUE = "overdue"
    EXPECTED = "expected"
    UNDATED = "undated"
    CANCELLED = "cancelled"


class Reliability(enum.StrEnum):
    """How reliable a source is, on the Admiralty scale."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class ActorKind(enum.StrEnum):
    """What an actor is."""

    STATE = "state"
    AUTHORITY = "authority"
    FORCE = "force"
    COALITION = "coalition"
    ORGANISATION = "organisation"
    ARMED_GROUP = "armed-group"
    OTHER = "other"


class BaseKind(enum.StrEnum):
    """What a site is."""

    AIR_BASE = "air-base"
    AIRPORT = "airport"
    CAMP = "camp"
    HEADQUARTERS = "headquarters"
    OUTPOST = "outpost"
    STATION = "station"
    OTHER = "other"


class PointKind(enum.StrEnum):
    """What a coordinate marks; anything but ``site`` is near the site, not on it."""

    SITE = "site"
    AIRFIELD = "airfield"
    TOWN = "town"
    OTHER = "other"


class AgreementKind(enum.StrEnum):
    """What an agreement is."""

    JOINT_STATEMENT = "joint-statement"
    TREATY = "treaty"
    STATUS_OF_FORCES = "status-of-forces"
    PEACE_AGREEMENT = "peace-agreement"
    RESOLUTION = "resolution"
    MEMORANDUM = "memorandum"
    FRAMEWORK = "framework"
    PROTOCOL = "protocol"
    OTHER = "other"


class Modality(enum.StrEnum):
    """Whether a provision permits, obliges, plans or intends."""

    PERMITTED = "permitted"
    OBLIGED = "obliged"
    PLANNED = "planned"
    INTENDED = "intended"
    OTHER = "other"


class MilestoneKind(enum.StrEnum):
    """What happened. ``handover`` and ``takeover`` pass control; the others do not unless they say so."""

    HANDOVER = "handover"
    TAKEOVER = "takeover"
    DEPARTURE = "departure"
    ARRIVAL = "arrival"
    CEREMONY = "ceremony"
    ANNOUNCEMENT = "announcement"
    MEETING = "meeting"
    DEADLINE = "deadline"
    OTHER = "other"


class Passing(enum.StrEnum):
    """What passes with a milestone. Control, ownership, presence and use are four things and are never merged."""

    CONTROL = "control"
    OWNERSHIP = "ownership"

"""The event model: frozen records, their claims, and the timeline that holds them.

``vocabulary`` has the closed lists of words, ``validators`` what is refused, ``fields`` what a field of a record is,
``sources`` what every record has and the two kinds that are cited, ``claims`` who says what, ``claimfields`` the fields
that hold it, ``records`` the other seven kinds, ``timeline`` the whole.
"""

from coalition_events.model.claimfields import Location
from coalition_events.model.claims import Claims, Reading, Values
from coalition_events.model.evidence import Claim, Evidence, Value
from coalition_events.model.fields import Description, Form, described
from coalition_events.model.records import (
    Agreement,
    Base,
    Count,
    Figure,
    Milestone,
    Phase,
    Provision,
    StatedNumber,
    Statement,
)
from coalition_events.model.references import references_of
from coalition_events.model.sources import Actor, Alias, Citation, CitedRecord, Record, Source
from coalition_events.model.timeline import KINDS, SCHEMA, Event, Timeline
from coalition_events.model.validators import FieldError
from coalition_events.model.vocabulary import (
    Absence,
    ActorKind,
    AgreementKind,
    BaseKind,
    Basis,
    MilestoneKind,
    Modality,
    Passing,
    PointKind,
    Rank,
    Reliability,
    Status,
)

__all__ = [
    "KINDS",
    "SCHEMA",
    "Absence",
    "Actor",
    "ActorKind",
    "Agreement",
    "AgreementKind",
    "Alias",
    "Base",
    "BaseKind",
    "Basis",
    "Citation",
    "CitedRecord",
    "Claim",
    "Claims",
    "Count",
    "Description",
    "Event",
    "Evidence",
    "FieldError",
    "Figure",
    "Form",
    "Location",
    "Milestone",
    "MilestoneKind",
    "Modality",
    "Passing",
    "Phase",
    "PointKind",
    "Provision",
    "Rank",
    "Reading",
    "Record",
    "Reliability",
    "Source",
    "StatedNumber",
    "Statement",
    "Status",
    "Timeline",
    "Value",
    "Values",
    "described",
    "references_of",
]

"""The staged end of a military coalition's mission, as one sourced timeline that every tool can read.

>>> import coalition_events as ce
>>> timeline = ce.bundled("iraq")
>>> timeline["phase-1"].end.best.date
UncertainDate('[..2026-01-18]')

Everything here is imported when it is first used, so that importing the package costs next to nothing. The types of the
public face are in ``__init__.pyi``, which a test holds to this list.
"""

from __future__ import annotations

import importlib
from typing import Final

__version__ = "0.1.0"

_MODULES: Final = {
    "asof.answers": "Answer Because",
    "asof.controlling": "Held Period control held_by",
    "asof.disputes": "Conflict Saying conflicts history",
    "asof.holding": "Holder",
    "asof.overtime": "OverTime Ranges",
    "asof.picture": "BaseState Due State",
    "asof.presence": "Present",
    "asof.slips": "Slip slippage",
    "asof.states": "States state",
    "asof.tallies": "Tally tally",
    "bulk.job": "BulkJob prepare_bulk write_bulk",
    "bulk.losses": "LossCount LossTally",
    "catalogue": "FormatInfo",
    "changes": "Diff FieldChange RecordChange diff replay",
    "checks": "Finding Level findings findings_against",
    "claimrows": "ClaimRow claim_rows",
    "claimtext": (
        "aliases_text cited_by_field claim_text claims_text degrees_text extra_text "
        "identifiers_text location_text metres_text rounded_degrees sources_of sources_of_event "
        "value_text"
    ),
    "dates": "AnyDate DateError Span UncertainDate parse_date",
    "exceptions": (
        "AmbiguousFormatError CoalitionEventsError FormatError InvalidTimelineError LossError "
        "OptionError OutputError PluginContractError PluginError PluginExportError PluginLoadError "
        "Problem UnknownFormatError UnknownRecordError UnreadableInputError WholeTimelineError"
    ),
    "hookspecs": "API ExportRequest Exporter Feature Loss LossAction NoOptions Parts hookimpl option whole",
    "ledger": "every_key feature_of report_altered report_rounding report_uncarried whole_claims",
    "limits": "Limits",
    "model": (
        "Absence Actor ActorKind Agreement AgreementKind Alias Base BaseKind Basis Citation "
        "CitedRecord Claim Claims Count Description Event FieldError Figure Form Location Milestone "
        "MilestoneKind Modality Passing Phase PointKind Provision Rank Reading Record Reliability "
        "Source StatedNumber Statement Status Timeline Value Values described references_of"
    ),
    "options": "OptionInfo described_options make_options",
    "plain": "plain_record to_plain to_value",
    "plugins": "absent_formats by_name by_suffix check_format load_exporter",
    "reading.bulk": "Batch Bulk open_bulk",
    "reading.inputs": "read_text",
    "reading.lines": "is_bulk",
    "reading.reader": "Loaded Positions bundled bundled_path datasets load parse read",
    "relations": "Certainty before covers during gap lateness overlaps same_day shift within",
    "schema": "json_schema",
    "standing": "describe_because happened_by status_on",
    "wording": "describe describe_kind describe_location describe_number describe_time describe_when",
    "writer": "Exported Job Staged export formats only_kinds prepare stage write",
    "yamlout": "to_yaml",
}
_HOMES: Final = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = sorted([*_HOMES, "textsafe"])  # noqa: PLE0605 - the stub spells it out; here it can't go stale


def __getattr__(name: str) -> object:
    """Import what was asked for, once."""
    if name == "textsafe":
        value: object = importlib.import_module(f"{__name__}.textsafe")
    elif name in _HOMES:
        value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    else:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

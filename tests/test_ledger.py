"""What an exporter does not say it carries is reported, field by field, and no field of the model is forgotten."""

from __future__ import annotations

import attrs
import pytest

import coalition_events as ce
import samples
from coalition_events.model import KINDS, Claim, Evidence, Figure, Location, Timeline, Value

FORMS_OF_CLAIMS = {ce.Form.DATED, ce.Form.VALUED, ce.Form.FIGURES}
DATE_FEATURES = {
    ce.Feature.DATE_PRECISION,
    ce.Feature.DATE_MARKS,
    ce.Feature.DATE_BOUNDS,
    ce.Feature.DATE_SPANS,
}
"""Features of how a date is written, which only the exporter that writes it can know."""


def lost(timeline, carried):
    """Return ``(record, field, feature)`` of all that is reported, and see that each is reported as dropped."""
    request = ce.ExportRequest(timeline=timeline)
    ce.report_uncarried(request, carried)
    assert {loss.action for loss in request.losses} <= {ce.LossAction.DROPPED}
    return {(loss.record, loss.field, loss.feature.value) for loss in request.losses}


def keys_of(cls):
    """Return every key that an exporter can carry of a kind of record, spelt as the ledger does."""
    keys = {"x-"}
    for _, description in ce.described(cls):
        keys.add(description.key)
        if description.form in FORMS_OF_CLAIMS:
            keys.add(f"{description.key}[]")
            keys |= {
                f"{description.key}.{part.key}"
                for kind in (Claim, Value, Figure)
                for _, part in ce.described(kind)
            }
    return keys


EVERYTHING = {"timeline": keys_of(Timeline), **{cls.section: keys_of(cls) for cls in KINDS}}


def filled(timeline):
    """Yield ``(record, field)`` of all that the file of a timeline holds, found by way of its plain form."""
    plain = ce.to_plain(timeline)
    for section in (cls.section for cls in KINDS):
        for record_id, fields in plain.get(section, {}).items():
            for key, value in fields.items():
                yield record_id, key
                if isinstance(value, list):
                    parts = {part for claim in value if isinstance(claim, dict) for part in claim}
                    known = {part.key for _, part in ce.described(Evidence)} | {"basis", "time"}
                    yield from ((record_id, f"{key}.{part}") for part in parts & known)


# ------------------------------------------------------------------------------------------------ the whole sample


def test_with_nothing_carried_every_filled_field_is_named():
    """All that stands in the file of the full sample, down to the parts of each claim, is reported as lost."""
    timeline = samples.full()
    reported = {(record, field) for record, field, _ in lost(timeline, {})}
    expected = set(filled(timeline))
    assert expected - reported == set()
    # beyond the file: the order of phases, which the file shows by their places, and the accuracy of points
    assert {field for _, field in reported - expected} == {"ordinal", "location.accuracy_m", "location.point"}


def test_with_everything_carried_nothing_is_named():
    """An exporter that carries every key of every section loses nothing, in the full and in the hostile sample."""
    assert lost(samples.full(), EVERYTHING) == set()
    assert lost(samples.hostile(), EVERYTHING) == set()


@pytest.mark.parametrize("key", sorted(EVERYTHING["milestones"]))
def test_each_key_that_is_not_carried_is_the_only_one_reported(key):
    """Leaving one key of milestones out of all that is carried reports what it holds, and nothing else."""
    timeline = samples.full()
    milestones = {milestone.id for milestone in timeline.milestones}
    held = {field for record, field in filled(timeline) if record in milestones}
    if key == "x-":
        expected = {"x-band"}
    elif key.endswith("[]"):
        expected = {key.removesuffix("[]")} & {"when", "from"}  # those with several claims
    else:
        expected = {key} & held if f"{key}[]" not in EVERYTHING["milestones"] else set()
    less = {**EVERYTHING, "milestones": EVERYTHING["milestones"] - {key}}
    assert {field for _, field, _ in lost(timeline, less)} == expected


def test_only_the_records_that_are_asked_for_are_looked_at():
    """With ``records``, what is lost of these is reported, and of no others."""
    timeline = samples.full()
    request = ce.ExportRequest(timeline=timeline)
    ce.report_uncarried(request, {}, records=timeline.phases)
    found = {(loss.record, loss.field, loss.feature.value) for loss in request.losses}
    phases = {phase.id for phase in timeline.phases}
    assert found == {loss for loss in lost(timeline, {}) if loss[0] in phases}
    assert found


# ------------------------------------------------------------------------------------------------ the vocabulary


@pytest.mark.parametrize(
    "cls", [Timeline, *KINDS, Claim, Value, Figure, Location], ids=lambda cls: cls.__name__
)
def test_every_field_of_the_model_has_a_feature(cls):
    """A field that is added to a record, a claim, a place or the file itself fails here until it has a feature."""
    section = getattr(cls, "section", "timeline" if cls is Timeline else "")
    for _, description in ce.described(cls):
        assert isinstance(ce.feature_of(section, description.key), ce.Feature)


def test_every_feature_can_be_reported():
    """Each word of the closed vocabulary is reached by the ledger, or is one of the forms of a written date."""
    dates = {
        section: {key for key in keys if key.partition(".")[0] in {"when", "signed"}}
        for section, keys in EVERYTHING.items()
    }
    alternatives = {section: {key.removesuffix("[]") for key in keys} for section, keys in dates.items()}
    timeline = samples.full()
    reached = {feature for carried in ({}, alternatives) for _, _, feature in lost(timeline, carried)}
    assert reached | DATE_FEATURES == {feature.value for feature in ce.Feature}


@pytest.mark.parametrize(
    ("section", "key", "feature"),
    [
        ("milestones", "when", ce.Feature.DATES),
        ("milestones", "when[]", ce.Feature.ALTERNATIVES),
        ("milestones", "when.note", ce.Feature.NOTES),
        ("milestones", "when.time", ce.Feature.CLOCK_TIMES),
        ("milestones", "from", ce.Feature.HOLDERS),
        ("counts", "from", ce.Feature.COUNTS),
        ("counts", "title", ce.Feature.COUNTS),
        ("phases", "title", ce.Feature.NAMES),
        ("statements", "about", ce.Feature.STATEMENTS),
        ("statements", "by", ce.Feature.SPEAKERS),
        ("provisions", "text", ce.Feature.PROVISIONS),
        ("bases", "location.point", ce.Feature.LOCATION_ACCURACY),
        ("bases", "x-anything", ce.Feature.EXTRA),
        ("bases", "x-example.org", ce.Feature.EXTRA),
        ("milestones", "cancelled", ce.Feature.STATUS),
    ],
)
def test_a_key_belongs_to_a_feature(section, key, feature):
    """The last part of a key decides, and the section where a word means something else there."""
    assert ce.feature_of(section, key) is feature


def test_a_key_that_nobody_has_belongs_to_none():
    """A misspelt key is an error and not some feature."""
    with pytest.raises(KeyError):
        ce.feature_of("milestones", "wen")


# ------------------------------------------------------------------------------------------------ claims


def milestone(**fields):
    """Return a timeline with one milestone."""
    source = ce.Source(id="s", title="S")
    one = ce.Milestone(id="m", title="M", kind="other", **fields)
    return ce.Timeline(id="t", title="T", revised="2030-01-01", sources=[source], milestones=[one])


TWO = (ce.Claim(date="2030-01", note="a note"), ce.Claim(date="2030-02", basis="planned"))
REST = {"title", "kind"}


def lost_of_milestone(timeline, *carried):
    """Return what is lost of the milestone, apart from its title and kind."""
    losses = lost(timeline, {"sources": {"title"}, "milestones": {*REST, *carried}})
    return {(field, feature) for record, field, feature in losses if record == "m"}


def test_a_lost_date_is_dates_whatever_the_number_of_claims():
    """A dated field that is not there at all is lost as a date, once, with all that its claims say beside it."""
    beside = {("when.note", "notes"), ("when.basis", "basis")}
    assert lost_of_milestone(milestone(when=TWO)) == {("when", "dates"), *beside}
    assert lost_of_milestone(milestone(when=TWO[0])) == {("when", "dates"), ("when.note", "notes")}


def test_the_best_claim_alone_loses_the_alternatives():
    """Where only the best of several claims is shown the others are lost; of one claim nothing is."""
    carried = ("when", "when.note", "when.basis")
    assert lost_of_milestone(milestone(when=TWO), *carried) == {("when", "alternatives")}
    assert lost_of_milestone(milestone(when=TWO[0]), *carried) == set()


def test_all_claims_include_the_best():
    """Who shows every claim shows the best one too."""
    assert lost_of_milestone(milestone(when=TWO), "when[]", "when.note", "when.basis") == set()


def test_what_a_claim_says_is_carried_part_by_part():
    """A note of a claim is lost unless its own key is carried, whether the date is or not."""
    assert lost_of_milestone(milestone(when=TWO), "when", "when[]", "when.basis") == {("when.note", "notes")}
    assert lost_of_milestone(milestone(when=TWO), "when.note", "when.basis") == {("when", "dates")}


def test_texts_that_look_like_defaults_are_texts():
    """Wording that happens to be 'actual' or 'normal' is as much a loss as any other."""
    when = ce.Claim(date="2030-01", as_written="actual", note="normal")
    assert lost_of_milestone(milestone(when=when), "when") == {
        ("when.as_written", "wording"),
        ("when.note", "notes"),
    }


@pytest.mark.parametrize("word", [ce.Absence.UNKNOWN, ce.Absence.NONE])
def test_a_word_of_absence_is_lost_as_an_absence(word):
    """A field that holds 'unknown' or 'none' and nothing else loses the difference from being left out, and no date."""
    assert lost_of_milestone(milestone(when=word)) == {("when", "absence")}
    assert lost_of_milestone(milestone(when=word), "when") == set()
    assert lost_of_milestone(milestone(when=word), "when[]") == set()
    assert lost_of_milestone(milestone()) == set()


def test_what_usually_passes_is_nothing_to_lose():
    """A handover passes control without saying so; saying something else is lost if it is not carried."""
    usual, other = (
        ce.Milestone(id="m", title="M", kind="handover", **({"passes": passes} if passes else {}))
        for passes in ((), ("control", "ownership"))
    )
    timelines = [
        ce.Timeline(id="t", title="T", revised="2030-01-01", milestones=[attrs.evolve(one)])
        for one in (usual, other)
    ]
    assert [lost_of_milestone(timeline) for timeline in timelines] == [set(), {("passes", "holders")}]


def test_extra_keys_are_carried_together_or_one_by_one():
    """'x-' stands for every key that begins so, and a key may be carried by its own name."""
    timeline = milestone(extra=[("x-a", "1"), ("x-b", "2")])
    assert lost_of_milestone(timeline) == {("x-a", "extra"), ("x-b", "extra")}
    assert lost_of_milestone(timeline, "x-a") == {("x-b", "extra")}
    assert lost_of_milestone(timeline, "x-") == set()


def test_a_lost_place_takes_its_accuracy_with_it():
    """A base without its location loses how exact that was; of a location that is carried only the exporter knows."""
    camp = ce.Base(
        id="b", name="B", location=ce.Location(latitude=1, longitude=2, accuracy_m=50, point="town")
    )
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-01", bases=[camp])
    assert lost(timeline, {"bases": {"name"}}) == {
        ("b", "location", "locations"),
        ("b", "location.accuracy_m", "location-accuracy"),
        ("b", "location.point", "location-accuracy"),
    }
    assert lost(timeline, {"bases": {"name", "location"}}) == set()


def test_the_file_itself_is_looked_at_when_it_is_named():
    """Title, summary, time zone and the rest of the file's own fields are the section 'timeline'."""
    timeline = attrs.evolve(
        samples.small(), summary="A summary", evidence_until="2030-02-02", extra=[("x-a", "1")]
    )
    others = {key: keys for key, keys in EVERYTHING.items() if key != "timeline"}
    assert lost(timeline, others) == set()
    assert lost(timeline, {**others, "timeline": {"title", "revised"}}) == {
        ("", "summary", "notes"),
        ("", "evidence_until", "notes"),
        ("", "x-a", "extra"),
    }


# ------------------------------------------------------------------------------------------------ spelling, altering


def test_every_key_is_everything_that_a_format_can_show():
    """Whoever names every key loses nothing of the samples, and every key is one that the ledger knows."""
    keys = ce.every_key()
    assert lost(samples.full(), keys) == lost(samples.hostile(), keys) == set()
    assert {section: found <= EVERYTHING[section] for section, found in keys.items()} == dict.fromkeys(
        EVERYTHING, True
    )


def test_whole_claims_are_spelt_with_all_that_they_say():
    """A field whose claims are shown in full is carried with every part of them, and no other field is."""
    keys = ce.whole_claims("when")
    reported = {field for record, field, _ in lost(samples.full(), {"milestones": keys}) if "when" in field}
    assert reported == set()
    assert {key.rstrip("[]").split(".")[0] for key in keys} == {"when"}


@pytest.mark.parametrize(("latitude", "coarsened"), [(33.123456, False), (33.1234567, True), (0.0, False)])
def test_rounded_places_are_reported(latitude, coarsened):
    """A place with more decimals than are written is coarsened, and no other is."""
    base = ce.Base(id="b", name="B", location=ce.Location(latitude=latitude, longitude=42.0))
    request = ce.ExportRequest(timeline=ce.Timeline(id="t", title="T", revised="2030-01-01", bases=[base]))
    ce.report_rounding(request, request.timeline.bases)
    expected = ce.Loss(
        record="b", field="location", feature=ce.Feature.LOCATIONS, action=ce.LossAction.COARSENED
    )
    assert request.losses == ((expected,) if coarsened else ())


MARKED = "a\u200fb"
ALTERED = {
    "a name": ({"name": MARKED}, "name", "names"),
    "another name": ({"aliases": [ce.Alias(MARKED)]}, "aliases", "aliases"),
    "a code": ({"identifiers": {"other": MARKED}}, "identifiers", "identifiers"),
    "the name of a code": ({"identifiers": {MARKED: "1"}}, "identifiers", "identifiers"),
    "a note": ({"note": "a\u2028b"}, "note", "notes"),
    "the note of a claim": ({"holder": ce.Value(value=ce.Absence.NONE, note=MARKED)}, "holder.note", "notes"),
    "a wording": (
        {"holder": ce.Value(value=ce.Absence.NONE, as_written=MARKED)},
        "holder.as_written",
        "wording",
    ),
    "a value of the authors": ({"extra": [("x-a", f'"{MARKED}"')]}, "x-a", "extra"),
    "a key of the authors": ({"extra": [(f"x-{MARKED}", '"a"')]}, f"x-{MARKED}", "extra"),
}


@pytest.mark.parametrize("what", ALTERED)
def test_texts_that_are_shown_without_their_marks_are_reported(what):
    """Whatever text a person wrote, its field is coarsened if the format takes a character out of it."""
    fields, field, feature = ALTERED[what]
    base = ce.Base(**{"id": "b", "name": "B", **fields})
    request = ce.ExportRequest(timeline=ce.Timeline(id="t", title="T", revised="2030-01-01", bases=[base]))
    ce.report_altered(request, ce.every_key())
    assert [("b", field, feature, "coarsened")] == [attrs.astuple(loss) for loss in request.losses]


def test_only_what_is_carried_and_altered_is_reported():
    """A field that is lost anyway is not reported twice, nor one that is not shown, nor a text that stays as it is."""
    timeline = ce.Timeline(
        id="t", title=MARKED, summary=MARKED, revised="2030-01-01", bases=[ce.Base(id="b", name="عين")]
    )
    request = ce.ExportRequest(timeline=timeline)
    request.lost(timeline, "title", ce.Feature.NAMES, ce.LossAction.DROPPED)
    ce.report_altered(request, {"timeline": {"title"}, "bases": {"name"}})
    assert 1 == len(request.losses)
    ce.report_altered(request, {"timeline": {"summary"}}, change=str.upper)
    assert {("summary", "coarsened"), ("title", "dropped")} == {
        (loss.field, loss.action) for loss in request.losses
    }


def test_what_is_shown_of_some_records_only_is_reported_of_the_others():
    """A field that ``shown`` names for a record is not reported for it, with all that its claims say."""
    timeline = samples.full()
    event = timeline.events()[0]
    request = ce.ExportRequest(timeline=timeline)
    ce.report_uncarried(
        request, {}, lambda record_id, key: (record_id, key) == (event.record.id, event.field)
    )
    reported = {(loss.record, loss.field, loss.feature.value) for loss in request.losses}
    spared = lost(timeline, {}) - reported
    assert (event.record.id, event.field) in {(record, field) for record, field, _ in spared}
    assert {(record, field.partition(".")[0]) for record, field, _ in spared} == {
        (event.record.id, event.field)
    }
    assert reported < lost(timeline, {})

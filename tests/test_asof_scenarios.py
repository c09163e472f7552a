"""Cases that the bundled timelines may not have, told with invented places, and the bundled Iraq timeline by day."""

from __future__ import annotations

import datetime as dt
import math

import attrs
import pytest

import coalition_events as ce

CERTAINLY, POSSIBLY, NOT = ce.Certainty.CERTAINLY, ce.Certainty.POSSIBLY, ce.Certainty.NOT
UNION = ce.Actor(id="union", name="The Union")
EAST = ce.Actor(id="east", name="East", part_of=UNION)
EAST_ARMY = ce.Actor(id="east-army", name="Army of East", part_of=EAST)
WEST = ce.Actor(id="west", name="West", led_by=EAST)
WEST_ARMY = ce.Actor(id="west-army", name="Army of West", part_of=WEST)
WEST_POLICE = ce.Actor(id="west-police", name="Police of West", part_of=WEST)
SOUTH = ce.Actor(id="south", name="South")
ACTORS = [UNION, EAST, EAST_ARMY, WEST, WEST_ARMY, WEST_POLICE, SOUTH]
EARLY = ce.Source(id="early", title="An early report", published="2030-02-01")
LATE = ce.Source(id="late", title="A late report", published="2030-08")
UNDATED = ce.Source(id="undated", title="A report without a day")
SOURCES = [EARLY, LATE, UNDATED]


def base(name="field", **more):
    """An invented base."""
    return ce.Base(id=name, name=name.title(), **more)


def change(name, kind, when, **more):
    """An invented milestone, at the base ``field`` unless it says otherwise."""
    return ce.Milestone(**{"id": name, "kind": kind, "when": when, "bases": base(), **more})


def timeline(*milestones, bases=None, holder=(), until=None, **more):
    """An invented timeline."""
    field = base(holder=holder)
    if bases is None:
        bases = [field]
        milestones = [attrs.evolve(one, bases=field) if one.bases else one for one in milestones]
    return ce.Timeline(
        id="invented",
        title="An invented mission",
        revised="2031-01-01",
        evidence_until=until,
        sources=SOURCES,
        actors=ACTORS,
        bases=bases,
        milestones=milestones,
        **more,
    )


def day(text):
    """A day of 2030."""
    return dt.date.fromisoformat(f"2030-{text}")


def held(invented, actor, on, base_id="field"):
    """Whether an actor held a base."""
    return ce.held_by(invented, base_id, actor, day(on)).certainty


def who(invented, on, base_id="field", **more):
    """The base's answer in short: certainty, reason, best."""
    answer = ce.state(invented, day(on), **more).bases[base_id]
    return answer.certainty, answer.because and answer.because.value, answer.best


# ---------------------------------------------------------------------------------------------------- control


def test_three_changes():
    """A base that changes hands three times is with each receiver from the day of its change, in any file order."""
    invented = timeline(
        change("third", "handover", "2030-07-01", from_=WEST, to=SOUTH),
        change("first", "handover", "2030-03-01", from_=EAST, to=WEST),
        change("second", "takeover", "2030-05-01", to=EAST),
        change("fourth", "handover", "2030-06-01", from_=EAST, to=WEST),
        holder=EAST,
    )
    days = ["02-28", "03-01", "04-30", "05-01", "05-31", "06-01", "06-30", "07-01"]
    best = ["east", "west", "west", "east", "east", "west", "west", "south"]
    assert [who(invented, on) for on in days] == [(CERTAINLY, None, name) for name in best]
    listed = [period.milestone.id if period.milestone else None for period in ce.control(invented, "field")]
    assert listed == [None, "first", "second", "fourth", "third"]


def test_days_of_three_changes():
    """Over time, the days on which an answer becomes another one are just the days of the changes."""
    invented = timeline(
        change("first", "handover", "2030-03-01", from_=EAST, to=WEST),
        change("second", "takeover", "2030-05-01", to=EAST),
        change("third", "handover", "2030-07-01", from_=EAST, to=SOUTH),
        holder=EAST,
    )
    assert ce.States(invented).over_time().days == (day("03-01"), day("05-01"), day("07-01"))
    assert ce.held_by(invented, "field", "west", day("03-01")).best == "west"
    assert [one.base for one in ce.control(invented, "field")] == [invented["field"]] * 4


def test_lost_without_a_handover():
    """A takeover passes control though the holder handed nothing over and nobody says that it left."""
    invented = timeline(change("raid", "takeover", "2030-03", to=SOUTH), holder=EAST)
    assert who(invented, "02-28") == (CERTAINLY, None, "east")
    assert who(invented, "03-15") == (POSSIBLY, "imprecise", "east")
    assert who(invented, "03-31") == (CERTAINLY, None, "south")
    assert [held(invented, "east", on) for on in ("03-15", "03-31")] == [POSSIBLY, NOT]


def test_nobody_known_between_two_dates():
    """After a departure and before the next taker the base is with anyone but these two and those of their kin."""
    invented = timeline(
        change("leave", "departure", "2030-03-01", from_=EAST_ARMY),
        change("seize", "takeover", "2030-05-01", to=WEST_ARMY),
        holder=EAST_ARMY,
    )
    assert who(invented, "02-28") == (CERTAINLY, None, "east-army")
    assert who(invented, "04-01") == (POSSIBLY, "unknown", "unknown")
    kin = {name: held(invented, name, "04-01") for name in (actor.id for actor in ACTORS)}
    assert kin == {**dict.fromkeys(kin, NOT), "south": POSSIBLY}
    assert who(invented, "05-01") == (CERTAINLY, None, "west-army")
    empty = timeline(change("leave", "departure", "2030-03-01", from_=EAST, to=ce.Absence.NONE), holder=EAST)
    assert who(empty, "04-01") == (CERTAINLY, None, "none")
    assert held(empty, "east", "04-01") is held(empty, "south", "04-01") is NOT


def test_next_taker_must_be_sure():
    """A next taker excludes its kin only if it surely takes the base, and as far as its sources agree."""
    leave = change("leave", "departure", "2030-03-01", from_=EAST)

    def kin(to, when="2030-05-01", **more):
        seize = change("seize", "takeover", when, to=to, **more)
        invented = timeline(leave, seize, holder=EAST)
        return [held(invented, name, "04-01") for name in ("west-army", "south", "east-army")]

    seize = change("seize", "takeover", "2030-05-01", to=ce.Absence.UNKNOWN)
    assert ce.control(timeline(leave, seize, holder=EAST), "field")[1].holders == (
        ce.Holder(besides={"union"}),
    )
    assert kin(WEST) == [NOT, POSSIBLY, NOT]
    assert kin([WEST_ARMY, WEST_POLICE]) == [NOT, POSSIBLY, NOT]
    assert kin([WEST, SOUTH]) == [POSSIBLY, POSSIBLY, NOT]
    assert kin([WEST, ce.Value(value=ce.Absence.UNKNOWN)]) == [POSSIBLY, POSSIBLY, NOT]
    assert kin(ce.Absence.UNKNOWN) == [POSSIBLY, POSSIBLY, NOT]
    assert kin(WEST, [ce.Claim(date="2030-05-01"), ce.Claim(date="none")]) == [POSSIBLY, POSSIBLY, NOT]
    assert kin(WEST, "[2030-05-01..]") == [POSSIBLY, POSSIBLY, NOT]


def test_key_before_control():
    """A ceremony in which the key is handed over passes no control; one that is said to pass it does."""
    key = change("key", "ceremony", "2030-03-01", from_=EAST, to=WEST)
    over = change("over", "handover", "2030-03-29", from_=EAST, to=WEST)
    invented = timeline(key, over, holder=EAST)
    assert who(invented, "03-28") == (CERTAINLY, None, "east")
    assert who(invented, "03-29") == (CERTAINLY, None, "west")
    passing = timeline(attrs.evolve(key, passes=["control"]), holder=EAST)
    assert who(passing, "03-01") == (CERTAINLY, None, "west")
    assert who(passing, "02-28") == (CERTAINLY, None, "east")


def test_one_part_handed_over():
    """The part of a base that is handed over changes hands alone; the base lists it, and a tally does not count it."""
    whole = base(holder=EAST)
    part = base("hangar", part_of=whole, holder=EAST)
    over = change("over", "handover", "2030-03-01", bases=part, from_=EAST, to=WEST)
    invented = timeline(over, bases=[whole, part])
    assert who(invented, "04-01") == (CERTAINLY, None, "east")
    assert who(invented, "04-01", "hangar") == (CERTAINLY, None, "west")
    assert ce.state(invented, day("04-01")).bases["field"].parts == ("hangar",)
    assert ce.state(invented, day("04-01")).bases["hangar"].parts == ()
    assert ce.tally(invented, "handover").at_most == 0


def hall(*milestones, holder=EAST, part_of=None, **more):
    """A timeline with a base of East, a room and a hall in it, and what happened at any of them."""
    field = base("field", holder=EAST)
    room = base("room", part_of=field)
    part = base("hall", part_of=room if part_of == "room" else field, holder=holder)
    bases = {"field": field, "room": room, "hall": part}
    milestones = [attrs.evolve(one, bases=[bases[b.id] for b in one.bases]) for one in milestones]
    return timeline(*milestones, bases=[*bases.values()], **more)


@pytest.mark.parametrize("part_of", ["field", "room"])
@pytest.mark.parametrize("from_", [EAST, EAST_ARMY, UNION, ()], ids=str)
def test_whole_handed_over(from_, part_of):
    """When a base passes to another, a part of it of which nothing is said may have passed with it, or may not."""
    invented = hall(change("over", "handover", "2030-03-01", from_=from_, to=WEST), part_of=part_of)
    assert who(invented, "02-28", "hall") == (CERTAINLY, None, "east")
    assert who(invented, "03-01", "field") == (CERTAINLY, None, "west")
    assert who(invented, "03-01", "hall")[:2] == (POSSIBLY, "unknown")
    answers = [held(invented, name, "03-01", "hall") for name in ("east", "west", "south")]
    assert answers == [POSSIBLY, POSSIBLY, NOT]
    assert [one for one in ce.findings(invented) if one.code == "giver-holds" and one.record != "over"] == []
    assert day("03-01") in ce.States(invented).over_time().bases["hall"].days


def test_whole_lost_or_left():
    """The same holds when a base is taken, or its holder leaves it; who left may have left the part empty."""
    taken = hall(change("seize", "takeover", "2030-03-01", to=SOUTH))
    assert [held(taken, name, "03-01", "hall") for name in ("east", "south", "west")] == [
        POSSIBLY,
        POSSIBLY,
        NOT,
    ]
    left = hall(change("leave", "departure", "2030-03-01", from_=EAST))
    assert [held(left, name, "03-01", "hall") for name in ("east", "south")] == [POSSIBLY, POSSIBLY]
    assert who(left, "03-01", "hall")[:2] == (POSSIBLY, "unknown")


def test_whole_handed_over_without_the_part():
    """A part stays certain that another holds, that its holder hands over itself later, or that nobody held."""
    over = change("over", "handover", "2030-03-01", from_=EAST, to=WEST)
    own = {"bases": base("hall"), "from_": EAST, "to": SOUTH}
    assert who(hall(over, holder=SOUTH), "03-01", "hall") == (CERTAINLY, None, "south")
    assert who(hall(over, holder=ce.Absence.NONE), "03-01", "hall") == (CERTAINLY, None, "none")
    before = hall(over, change("own", "handover", "2030-02-01", **own))
    assert who(before, "03-01", "hall") == (CERTAINLY, None, "south")
    after = hall(over, change("own", "handover", "2030-05-01", **own))
    assert [who(after, on, "hall") for on in ("03-01", "05-01")] == [
        (CERTAINLY, None, "east"),
        (CERTAINLY, None, "south"),
    ]
    some_day = hall(over, change("own", "handover", ce.Absence.UNKNOWN, **own))
    assert held(some_day, "west", "03-01", "hall") is NOT
    seized = hall(over, change("own", "takeover", "2030-05-01", **own))
    assert held(seized, "west", "03-01", "hall") is POSSIBLY
    wholes = hall(attrs.evolve(over, bases=[base("field"), base("room")]), part_of="room")
    assert len(ce.control(wholes, "hall")) == 2
    both = hall(attrs.evolve(over, bases=[base("field"), base("hall")]))
    assert who(both, "03-01", "hall") == (CERTAINLY, None, "west")
    back = change("back", "handover", "2030-04-01", from_=WEST, to=EAST)
    assert held(hall(over, back), "west", "05-01", "hall") is POSSIBLY


def test_whole_handed_over_by_whom():
    """A part may go with the whole if one who may have given that holds it, though it was given away and came back."""
    over = change("over", "handover", "2030-03-01", from_=[SOUTH, EAST], to=WEST)
    assert [held(hall(over), name, "03-01", "hall") for name in ("east", "west")] == [POSSIBLY, POSSIBLY]
    own = change("own", "handover", "2030-02-01", bases=base("hall"), from_=EAST, to=SOUTH)
    back = change("back", "handover", "2030-02-15", bases=base("hall"), from_=SOUTH, to=EAST)
    assert [held(hall(over, own, back), name, "03-01", "hall") for name in ("east", "west")] == [
        POSSIBLY,
        POSSIBLY,
    ]
    somebody = hall(attrs.evolve(over, from_=()), holder=ce.Absence.UNKNOWN)
    assert [period.milestone for period in ce.control(somebody, "hall")] == [None]
    assert who(somebody, "03-01", "hall") == (POSSIBLY, "unknown", "unknown")


def test_whole_handed_over_before_the_part_is_taken():
    """A change of the whole takes no part for sure, so it tells nothing of who held the part between."""
    leave = change("leave", "departure", "2030-02-01", bases=base("hall"), from_=EAST)
    over = change("over", "handover", "2030-03-01", from_=EAST, to=WEST)
    invented = hall(leave, over)
    assert [held(invented, name, "02-15", "hall") for name in ("east", "west", "south")] == [
        NOT,
        POSSIBLY,
        POSSIBLY,
    ]
    assert [held(invented, name, "03-15", "hall") for name in ("east", "west")] == [NOT, POSSIBLY]


def test_part_lost_before_the_whole_was_handed_over():
    """A part may have been lost before the whole was handed over, though its loss comes later in the order."""
    over = change("over", "handover", "2030-02-01", from_=EAST, to=WEST)
    lost = change("lost", "takeover", "..2030-03-01", bases=base("hall"), to=SOUTH)
    invented = hall(over, lost)
    assert held(invented, "south", "01-01", "hall") is POSSIBLY
    assert held(invented, "south", "03-01", "hall") is CERTAINLY


def test_two_sites_of_one_name():
    """Two sites of one place name are two: what happens at one says nothing of the other."""
    north = base("bridge-north", aliases=["The Bridge"], holder=EAST)
    south = base("bridge-south", aliases=["The Bridge"], holder=EAST)
    over = change("over", "handover", "2030-03-01", bases=north, from_=EAST, to=WEST)
    invented = timeline(over, bases=[north, south])
    assert who(invented, "04-01", "bridge-north") == (CERTAINLY, None, "west")
    assert who(invented, "04-01", "bridge-south") == (CERTAINLY, None, "east")
    assert ce.tally(invented, "handover").bases == (("bridge-north", CERTAINLY),)
    with pytest.raises(LookupError, match="ask by id"):
        invented.find("The Bridge")


def test_disputed_receivers():
    """Receivers on which sources disagree are each possible; one that is part of the other leaves the whole certain."""
    over = change("over", "handover", "2030-03-01", from_=EAST, to=[WEST_ARMY, WEST])
    nested = timeline(over, holder=EAST)
    assert who(nested, "04-01") == (CERTAINLY, None, "west")
    assert held(nested, "west", "04-01") is CERTAINLY
    answer = ce.held_by(nested, "field", "west-army", day("04-01"))
    assert (answer.certainty, answer.because) == (POSSIBLY, ce.Because.DISPUTED)
    assert held(nested, "west-police", "04-01") is POSSIBLY  # perhaps the part of West that held it
    assert held(nested, "south", "04-01") is NOT
    apart = timeline(attrs.evolve(over, to=[WEST_ARMY, SOUTH]), holder=EAST)
    assert who(apart, "04-01") == (POSSIBLY, "disputed", "west-army")
    siblings = timeline(attrs.evolve(over, to=[WEST_ARMY, WEST_POLICE]), holder=EAST)
    assert who(siblings, "04-01") == (CERTAINLY, None, "west")
    listed = {
        item.actor.id: item.answer.certainty
        for item in ce.state(siblings, day("04-01")).bases["field"].holders
    }
    assert listed == {"west-army": POSSIBLY, "west": CERTAINLY, "west-police": POSSIBLY}


def test_disputed_first_holder():
    """First holders on which sources disagree are each possible until the first change."""
    over = change("over", "handover", "2030-03-01", to=SOUTH)
    invented = timeline(over, holder=[EAST, WEST])
    assert who(invented, "02-01") == (POSSIBLY, "disputed", "east")
    assert who(invented, "03-01") == (CERTAINLY, None, "south")
    empty = timeline(holder=[EAST, ce.Value(value=ce.Absence.NONE)])
    assert who(empty, "02-01") == (POSSIBLY, "disputed", "east")
    disputed = attrs.evolve(over, to=[WEST, SOUTH])
    giver = timeline(change("over", "handover", "2030-03", from_=[EAST, WEST], to=SOUTH), holder=EAST)
    assert who(giver, "03-15") == (POSSIBLY, "imprecise", "east")
    first = timeline(over, change("later", "handover", "2030-04", to=EAST), holder=[EAST, WEST])
    assert [who(first, on)[1] for on in ("02-01", "03-01", "04-15")] == ["disputed", None, "imprecise"]
    later = timeline(disputed, change("later", "handover", "2030-04", to=EAST), holder=EAST)
    assert [who(later, on)[1] for on in ("02-01", "03-01", "04-15")] == [None, "disputed", "disputed"]
    unknown = timeline(over, holder=[EAST, ce.Value(value=ce.Absence.UNKNOWN)])
    assert who(unknown, "02-01") == (POSSIBLY, "unknown", "east")


def test_part_of_the_holder():
    """Whether a part of the holder held the base is not known, and leading is not belonging."""
    invented = timeline(holder=WEST)
    answer = ce.held_by(invented, "field", "west-army", day("04-01"))
    assert (answer.certainty, answer.because) == (POSSIBLY, ce.Because.UNKNOWN)
    assert held(invented, "east", "04-01") is NOT
    assert held(timeline(holder=WEST_ARMY), "west", "04-01") is CERTAINLY


def test_departure_without_a_base():
    """Who leaves the whole country is absent from it, and no base changes hands or is known to be empty for that."""
    leave = change("leave", "departure", "2030-03", bases=(), from_=EAST)
    come = change("come", "arrival", "2030-05-05", bases=(), to=EAST)
    invented = timeline(leave, come, holder=EAST)
    assert who(invented, "04-01") == (CERTAINLY, None, "east")
    on = {
        text: ce.state(invented, day(text)).elsewhere["east"] for text in ("02-01", "03-15", "04-01", "05-05")
    }
    assert [answer.certainty for answer in on.values()] == [POSSIBLY, POSSIBLY, NOT, CERTAINLY]
    assert [answer.best for answer in on.values()] == ["unknown", "absent", "absent", "present"]
    over_time = ce.States(invented).over_time().elsewhere["east"]
    assert over_time.days == (dt.date.min, day("03-01"), day("03-31"), day("05-05"))
    assert ce.state(invented, day("04-01")).bases["field"].present == ()


def test_departure_and_handover():
    """One who leaves before handing over keeps control until the handover; with none, leaving ends it."""
    leave = change("leave", "departure", "2030-03-01", from_=EAST_ARMY)
    over = change("over", "handover", "2030-03-20", from_=EAST, to=WEST)
    assert who(timeline(leave, over, holder=EAST_ARMY), "03-10") == (CERTAINLY, None, "east-army")
    assert who(timeline(leave, over, holder=EAST_ARMY), "03-20") == (CERTAINLY, None, "west")
    assert who(timeline(leave, holder=EAST_ARMY), "03-10") == (POSSIBLY, "unknown", "unknown")
    whole, part = attrs.evolve(leave, from_=EAST), attrs.evolve(over, from_=EAST_ARMY)
    assert who(timeline(whole, part, holder=EAST_ARMY), "03-10") == (CERTAINLY, None, "east-army")
    other = attrs.evolve(over, from_=SOUTH)
    assert who(timeline(leave, other, holder=EAST_ARMY), "03-10") == (POSSIBLY, "unknown", "south")
    seized = attrs.evolve(over, kind="takeover")
    assert held(timeline(leave, seized, holder=EAST_ARMY), "east-army", "03-10") is NOT
    assert who(timeline(leave, seized, holder=EAST_ARMY), "03-10")[2] == "unknown"  # the giver is excluded
    planned = attrs.evolve(over, when=ce.Claim(date="2030-03-20", basis="planned"))
    assert held(timeline(leave, planned, holder=EAST_ARMY), "east-army", "03-10") is NOT
    owned = attrs.evolve(over, passes=["ownership"])
    assert held(timeline(leave, owned, holder=EAST_ARMY), "east-army", "03-10") is NOT
    same_day = attrs.evolve(leave, when="2030-03-20")
    assert who(timeline(same_day, over, holder=EAST_ARMY), "03-20") == (CERTAINLY, None, "west")
    some_day = attrs.evolve(leave, when=ce.Absence.UNKNOWN)
    assert who(timeline(some_day, over, holder=EAST_ARMY), "03-10") == (CERTAINLY, None, "east-army")
    undated = attrs.evolve(over, when=ce.Absence.UNKNOWN)
    assert held(timeline(leave, undated, holder=EAST_ARMY), "east-army", "03-10") is POSSIBLY


def test_departure_after_an_earlier_handover():
    """A handover that lies before a departure does not speak for it: who came back and left again is gone."""
    invented = timeline(
        change("over", "handover", "2030-03-01", from_=EAST, to=WEST),
        change("back", "takeover", "2030-04-01", to=EAST),
        change("leave", "departure", "2030-05-01", from_=EAST),
        holder=EAST,
    )
    assert [held(invented, "east", on) for on in ("03-01", "04-30", "05-01")] == [NOT, CERTAINLY, NOT]


def test_leaver_who_never_held():
    """Who leaves without having held the base takes nothing away, and the day says nothing about the changes."""
    invented = timeline(
        change("leave", "departure", "2030-03-20", from_=SOUTH),
        change("over", "handover", "[..2030-03-25]", from_=EAST, to=WEST),
        holder=EAST,
    )
    assert who(invented, "03-21") == (POSSIBLY, "imprecise", "east")
    assert [period.since for period in ce.control(invented, "field")[1:]] == [
        (-math.inf, day("03-25").toordinal())
    ]
    nobody = timeline(change("leave", "departure", "2030-03-20", from_=SOUTH), holder=ce.Absence.NONE)
    assert who(nobody, "04-01") == (CERTAINLY, None, "none")
    either = [EAST, ce.Value(value=ce.Absence.NONE)]
    for leaver in (ce.Absence.UNKNOWN, ce.Absence.NONE):
        perhaps = timeline(
            change("leave", "departure", "2030-03-20", from_=leaver, to=EAST_ARMY), holder=either
        )
        assert held(perhaps, "east", "04-01") is POSSIBLY  # or it stood empty all along
    no_one = timeline(change("leave", "departure", "2030-03-20", from_=ce.Absence.NONE), holder=EAST)
    assert who(no_one, "04-01") == (CERTAINLY, None, "east")


def test_departure_of_a_part_or_of_somebody():
    """If a part of the holder leaves, or nobody says who left, the holder may stay; disputed leavers likewise."""
    part = timeline(change("leave", "departure", "2030-03-20", from_=WEST_ARMY), holder=WEST)
    assert [held(part, name, "04-01") for name in ("west", "south")] == [POSSIBLY, POSSIBLY]
    somebody = timeline(change("leave", "departure", "2030-03-20"), holder=WEST)
    assert [held(somebody, name, "04-01") for name in ("west", "west-army", "south")] == [POSSIBLY] * 3
    disputed = timeline(change("leave", "departure", "2030-03-20", from_=[WEST, SOUTH]), holder=WEST)
    assert who(disputed, "04-01") == (POSSIBLY, "unknown", "unknown")
    assert held(disputed, "west", "04-01") is POSSIBLY
    given = timeline(change("leave", "departure", "2030-03-20", from_=[WEST, SOUTH], to=EAST), holder=WEST)
    assert who(given, "04-01")[:2] == (POSSIBLY, "disputed")
    to_whom = timeline(change("leave", "departure", "2030-03-20", from_=WEST_ARMY, to=SOUTH), holder=WEST)
    assert who(to_whom, "03-20")[:2] == who(to_whom, "04-01")[:2] == (POSSIBLY, "unknown")


def test_what_begins_on_one_day_is_ordered_by_its_last():
    """Who takes a base, or arrives, on the first day on which it may leave is gone after the last."""
    leave = change("leave", "departure", "[2030-03-01..2030-03-10]", from_=WEST)
    taken = timeline(leave, change("over", "handover", "2030-03-01", from_=EAST, to=WEST), holder=EAST)
    assert [held(taken, "west", on) for on in ("02-28", "03-05", "03-10")] == [NOT, POSSIBLY, NOT]
    visited = timeline(leave, change("visit", "arrival", "2030-03-01", to=WEST))
    assert [present(visited, on, "west")[0] for on in ("03-01", "03-10")] == [POSSIBLY, NOT]


def test_a_departure_between_hides_no_next_taker():
    """Whoever takes the base next did not hold it before, though somebody left between who gave it to nobody."""
    invented = timeline(
        change("given", "handover", "2030-03-01", from_=EAST, to=ce.Absence.UNKNOWN),
        change("leave", "departure", "2030-03-15", from_=SOUTH),
        change("seize", "takeover", "2030-05-01", to=WEST),
        holder=EAST,
    )
    assert [held(invented, name, "03-10") for name in ("east", "west", "south")] == [NOT, NOT, POSSIBLY]


def test_somebody_leaves_where_nobody_is():
    """A base that stood empty stays so when somebody leaves of whom nobody says who it was."""
    for leaver in ((), ce.Absence.UNKNOWN, ce.Absence.NONE):
        invented = timeline(change("leave", "departure", "2030-03-01", from_=leaver), holder=ce.Absence.NONE)
        assert who(invented, "04-01") == (CERTAINLY, None, "none")


def test_unknown_receiver():
    """An unknown receiver is anyone or nobody but the giver and the next taker, with all that share their top."""
    invented = timeline(
        change("over", "handover", "2030-03-01", from_=EAST, to=ce.Absence.UNKNOWN),
        change("again", "handover", "2030-05-01", from_=ce.Absence.UNKNOWN, to=WEST_ARMY),
        holder=EAST,
    )
    answers = {actor.id: held(invented, actor.id, "04-01") for actor in ACTORS}
    assert answers == {**dict.fromkeys(answers, NOT), "south": POSSIBLY}
    third = timeline(
        change("seize", "takeover", "2030-02-01", to=SOUTH),
        change("over", "handover", "2030-03-01", from_=SOUTH),
        change("again", "takeover", "2030-05-01", to=WEST_ARMY),
        holder=EAST,
    )
    assert [held(third, name, "04-01") for name in ("south", "west", "east")] == [NOT, NOT, POSSIBLY]
    disputed = timeline(change("over", "handover", "2030-03-01", from_=[EAST, SOUTH]), holder=EAST)
    assert [held(disputed, name, "04-01") for name in ("east", "south", "west")] == [POSSIBLY] * 3
    empty = timeline(change("over", "handover", "2030-03-01", from_=EAST, to=ce.Absence.NONE), holder=EAST)
    assert who(empty, "04-01") == (CERTAINLY, None, "none")


def test_unknown_first_holder_who_leaves():
    """Who leaves a base of which nobody knows the holder is taken to have held it, and is shown as the best guess."""
    invented = timeline(change("leave", "departure", "2030-03-01", from_=EAST), holder=ce.Absence.UNKNOWN)
    assert who(invented, "02-01") == (POSSIBLY, "unknown", "east")
    assert [item.actor.id for item in ce.state(invented, day("02-01")).bases["field"].holders] == [
        "east",
        "union",
    ]
    assert [held(invented, name, "03-01") for name in ("east", "union", "south")] == [NOT, NOT, POSSIBLY]
    again = timeline(
        change("leave", "departure", "2030-03-01", from_=EAST),
        change("leave-again", "departure", "2030-04-01", from_=EAST_ARMY),
    )
    assert len(ce.control(again, "field")) == 2


def test_ownership_is_not_control():
    """Where ownership passes but not control, the holder stays; where both pass, it does not."""
    over = change("over", "handover", "2030-03-01", from_=EAST, to=WEST, passes=["ownership"])
    assert who(timeline(over, holder=EAST), "04-01") == (CERTAINLY, None, "east")
    both = attrs.evolve(over, passes=["ownership", "control"])
    assert who(timeline(both, holder=EAST), "04-01") == (CERTAINLY, None, "west")


def test_denied_handover():
    """A handover that one source denies stays open for good: a later change of another does not make it certain."""
    invented = timeline(
        change("over", "handover", [ce.Claim(date="2030-03-01"), ce.Claim(date="none")], from_=EAST, to=WEST),
        change("seize", "takeover", "2030-06-01", to=SOUTH),
        holder=EAST,
    )
    assert who(invented, "04-01")[:2] == (POSSIBLY, "conflict")
    assert [held(invented, name, "04-01") for name in ("east", "west", "south")] == [POSSIBLY, POSSIBLY, NOT]
    assert who(invented, "06-01") == (CERTAINLY, None, "south")
    denied = timeline(change("over", "handover", ce.Claim(date="none"), from_=EAST, to=WEST), holder=EAST)
    assert who(denied, "04-01") == (CERTAINLY, None, "east")
    claims = ce.state(invented, day("04-01")).bases["field"].claims
    assert ce.Absence.NONE in [claim.date for claim in claims if isinstance(claim, ce.Claim)]


def test_handover_on_an_unknown_day():
    """A handover of which nobody knows the day may have come at any time: neither side is certain on any day."""
    over = change("over", "handover", ce.Claim(date="unknown", cites=EARLY), from_=EAST, to=WEST)
    invented = timeline(over, holder=EAST)
    for on in ("01-01", "12-31"):
        assert who(invented, on)[:2] == (POSSIBLY, "unknown")
        assert [held(invented, name, on) for name in ("east", "west", "south")] == [POSSIBLY, POSSIBLY, NOT]
    assert [one.base for one in ce.control(invented, "field")] == [invented["field"]] * 2
    period = ce.control(invented, "field")[1]
    assert (period.since, period.until) == ((-math.inf, math.inf),) * 2
    assert [holder.word for holder in period.holders] == ["west"]
    assert over.when.items[0] in ce.state(invented, day("01-01")).bases["field"].claims
    rejected = ce.Claim(date="unknown", rank="rejected", note="Invented.")
    for when in ((), planned("unknown"), rejected, ce.Absence.NONE):
        silent = timeline(attrs.evolve(over, when=when), holder=EAST)
        assert who(silent, "12-31") == (CERTAINLY, None, "east")
    again = attrs.evolve(over, id="again", to=SOUTH)
    both = timeline(over, again, holder=EAST)
    assert ce.state(both, day("01-01")) == ce.state(timeline(again, over, holder=EAST), day("01-01"))
    assert [held(both, name, "01-01") for name in ("east", "west", "south")] == [POSSIBLY] * 3
    open_ = timeline(over, change("seize", "takeover", "2030-06", to=SOUTH), holder=EAST)
    assert who(open_, "06-15")[1] == "unknown"
    gone = timeline(attrs.evolve(over, kind="departure", passes=()), holder=[EAST, SOUTH])
    assert [holder.word for holder in ce.control(gone, "field")[1].holders] == ["west"]
    dated = timeline(over, change("seize", "takeover", "2030-06-01", to=SOUTH), holder=EAST)
    assert [held(dated, name, "07-01") for name in ("east", "west", "south")] == [NOT, POSSIBLY, POSSIBLY]
    leaving = change("leave", "departure", ce.Absence.UNKNOWN, from_=SOUTH, to=WEST)
    last = ce.control(timeline(leaving, dated["seize"], holder=EAST), "field")[-1]
    assert (last.milestone, [holder.word for holder in last.holders]) == (leaving, ["west"])


def test_two_changes_on_unknown_days():
    """Of a departure and a handover on unknown days the handover is the one that ends control, as with known days."""
    invented = timeline(
        change("leave", "departure", ce.Absence.UNKNOWN, from_=EAST),
        change("over", "handover", ce.Absence.UNKNOWN, from_=EAST, to=WEST),
        holder=EAST,
    )
    assert [held(invented, name, "04-01") for name in ("east", "west", "south")] == [POSSIBLY, POSSIBLY, NOT]


def test_a_change_on_an_unknown_day_comes_once():
    """Somebody's departure on an unknown day comes once: after it nobody else leaves, so the kin stay excluded."""
    invented = timeline(
        change("leave", "departure", ce.Absence.UNKNOWN),
        change("over", "handover", "2030-03-01", from_=WEST, to=WEST_ARMY),
        holder=WEST,
    )
    assert [held(invented, name, "04-01") for name in ("west-army", "west-police", "south")] == [
        POSSIBLY,
        NOT,
        POSSIBLY,
    ]


def test_four_changes_on_unknown_days_come_once_each():
    """Up to four changes on unknown days are told apart; of more any may come again, which makes nothing certain."""

    def answer(number):
        """Whether kin of the next taker held the base, beside a departure and so many in which nobody left."""
        others = [
            change(f"none-{n}", "departure", ce.Absence.UNKNOWN, from_=ce.Absence.NONE) for n in range(number)
        ]
        leave = change("leave", "departure", ce.Absence.UNKNOWN)
        over = change("over", "handover", "2030-03-01", from_=WEST, to=WEST_ARMY)
        return held(timeline(leave, *others, over, holder=WEST), "west-police", "04-01")

    assert [answer(number) for number in (0, 3, 4)] == [NOT, NOT, POSSIBLY]


def test_many_changes_on_unknown_days():
    """However many changes came on unknown days, each receiver may hold the base on any day, and nobody else."""
    takers = [WEST, SOUTH, WEST_ARMY, ce.Absence.NONE] * 3
    changes = [
        change(f"over-{number}", "takeover", ce.Absence.UNKNOWN, to=to) for number, to in enumerate(takers)
    ]
    invented = timeline(*changes, holder=WEST_POLICE)
    answers = {actor.id: held(invented, actor.id, "04-01") for actor in ACTORS}
    assert answers == {
        **dict.fromkeys(answers, POSSIBLY),
        **dict.fromkeys(["union", "east", "east-army"], NOT),
    }


def test_unknown_day_of_a_takeover_before_a_departure():
    """A takeover on an unknown day leaves every day open, those after a departure of the first holder too."""
    invented = timeline(
        change("seize", "takeover", ce.Absence.UNKNOWN, to=SOUTH),
        change("leave", "departure", "2030-03-01", from_=EAST, to=WEST),
        holder=EAST,
    )
    assert [held(invented, name, "04-01") for name in ("east", "south", "west")] == [POSSIBLY] * 3


def test_surely_not_handed_over():
    """A handover that came after a day or never, and by another source never, did not come, and hands nothing over."""
    never = [ce.Claim(date="[2030-03-01..]"), ce.Claim(date="none")]
    over = change("over", "handover", never, from_=EAST, to=WEST)
    assert who(timeline(over, holder=EAST), "04-01") == (CERTAINLY, None, "east")
    leave = change("leave", "departure", "2030-02-01", from_=EAST, to=ce.Absence.NONE)
    assert who(timeline(leave, over, holder=EAST), "04-01") == (CERTAINLY, None, "none")
    come = change("come", "arrival", never, to=EAST)
    assert ce.state(timeline(come), day("04-01")).bases["field"].present == ()


def test_the_next_change_settles_a_conflict():
    """Of two dates of a handover, only the one before the next change can be true, so from it on the base is held."""
    invented = timeline(
        change("over", "handover", ["2030-03-01", "2030-06-20"], from_=EAST, to=WEST),
        change("again", "handover", "2030-05-01", from_=WEST, to=SOUTH),
        holder=EAST,
    )
    assert [who(invented, on)[2] for on in ("02-28", "03-01", "05-01")] == ["east", "west", "south"]
    assert {who(invented, on)[0] for on in ("02-28", "03-01", "04-30", "05-01")} == {CERTAINLY}


def test_only_the_open_changes_are_reasons():
    """A dispute about an earlier receiver is no reason for what only later days leave open; one that is open, is."""
    disputed = change("a", "handover", "2030-01-01", to=[WEST, SOUTH])
    second, third = (
        change("b", "handover", "2030-02-01", to=EAST),
        change("c", "handover", "2030-03", to=WEST),
    )
    sure = change("sure", "handover", "2029-12-01", to=WEST)
    for changes in ((disputed, second, third), (sure, disputed, second, third)):
        assert who(timeline(*changes, holder=EAST), "03-15")[:2] == (POSSIBLY, "imprecise")
    open_ = timeline(attrs.evolve(disputed, when="2030-01"), second, holder=EAST)
    assert who(open_, "01-15")[:2] == (POSSIBLY, "disputed")


def test_best_holder():
    """Best is the receiver of the last change whose best date has passed, where more than one may have."""
    first = change("first", "handover", "[2030-03-01..2030-03-20]", from_=EAST, to=WEST)
    second = change("second", "handover", "[2030-03-10..2030-03-30]", from_=WEST, to=SOUTH)
    invented = timeline(first, second, holder=EAST)
    best = [who(invented, on)[2] for on in ("03-15", "03-20", "03-29", "03-30")]
    assert best == ["east", "west", "west", "south"]
    both = timeline(
        attrs.evolve(first, when=["2030-03-01", "2030-04-20"]),
        attrs.evolve(second, when=["2030-03-05", "2030-04-25"]),
        holder=EAST,
    )
    best = [who(both, on)[2] for on in ("02-28", "03-01", "03-04", "03-05", "04-01")]
    assert best == ["east", "west", "west", "south", "south"]
    plan = planned("2030-01-01", rank="preferred")
    preferred = timeline(attrs.evolve(first, when=[plan, *first.when]), holder=EAST)
    assert [who(preferred, on)[2] for on in ("03-15", "03-20")] == ["east", "west"]
    unknown = timeline(
        change("a", "departure", "2030-03-01", from_=SOUTH),
        change("b", "takeover", "2030-05-01", from_=[EAST], to=WEST),
        change("c", "takeover", "2030-07-01", from_=WEST, to=ce.Absence.UNKNOWN),
    )
    assert [who(unknown, on)[2] for on in ("02-01", "04-01", "06-01", "08-01")] == [
        "south",
        "east",
        "west",
        "unknown",
    ]
    sure = [
        change(f"sure-{month}", "handover", f"2030-{month:02}-01", to=to)
        for month, to in ((1, WEST), (2, EAST), (3, WEST))
    ]
    late = ce.Claim(date="2030-06-20", rank="preferred")
    fourth = change("fourth", "handover", [ce.Claim(date="2030-03-10"), late], to=EAST)
    fifth = change("fifth", "handover", "[2030-04-01..2030-05-01]", to=SOUTH)
    assert who(timeline(*sure, fourth, fifth, holder=EAST), "04-15")[2] == "east"


def test_claims_that_an_answer_rests_on():
    """An answer names the claims of the last change that may have come up to the next, and no others."""
    at = {number: ce.Claim(date=f"2030-0{number}-01", note=f"{number}") for number in (2, 4, 6)}
    invented = timeline(
        *(change(f"over-{number}", "handover", claim, from_=EAST, to=WEST) for number, claim in at.items()),
        holder=ce.Value(value=EAST, note="first"),
    )

    def notes(on):
        return [claim.note for claim in ce.state(invented, day(on)).bases["field"].claims if claim.note]

    found = [notes(on) for on in ("01-01", "02-01", "05-01", "07-01")]
    assert found == [["first", "2"], ["2", "4"], ["4", "6"], ["6"]]
    months = {number: ce.Claim(date=f"2030-0{number}", note=f"{number}") for number in (2, 3, 4, 5)}
    overlapping = [
        change("one", "handover", months[2], to=WEST),
        change("two", "handover", ce.Claim(date="[2030-02-10..2030-03-31]", note="2 or 3"), to=EAST),
        change("three", "handover", months[4], to=WEST),
        change("four", "handover", months[5], to=EAST),
    ]
    invented = timeline(*overlapping, holder=ce.Value(value=EAST, note="first"))
    assert [notes(on) for on in ("02-15", "03-15", "04-15")] == [
        ["first", "2", "2 or 3", "4"],
        ["2", "2 or 3", "4"],
        ["2 or 3", "4", "5"],
    ]
    both = timeline(change("over", "handover", [planned("2030-01"), at[2]], from_=EAST, to=WEST))
    dates = [
        claim.date
        for claim in ce.state(both, day("03-01")).bases["field"].claims
        if isinstance(claim, ce.Claim)
    ]
    assert dates == [at[2].date]


def test_answers_rest_on_who_says_that_the_day_is_unknown():
    """Where nobody gives a day, an answer rests on who says that it is not known, not on a plan; else on the day."""
    word = ce.Claim(date="unknown", cites=EARLY)
    refused = ce.Claim(date="unknown", cites=LATE, rank="rejected", note="Invented.")
    said = [planned("2030-01"), word, refused]
    leaving = change("leave", "departure", said, from_=WEST)
    invented = timeline(
        change("over", "handover", said, from_=EAST, to=WEST),
        leaving,
        holder=EAST,
        agreements=[ce.Agreement(id="pact", signed="2030-01-01", ends=said)],
    )
    found = ce.state(invented, day("06-01"))
    pact_day = ce.UncertainDate.parse("2030-01-01")
    answers = [found.bases["field"], found.bases["field"].present[0].answer, found.agreements["pact"]]
    for answer in answers:
        dated = [claim for claim in answer.claims if isinstance(claim, ce.Claim) and claim.date != pact_day]
        assert {word} == set(dated)
    some_day = ce.Claim(date="2030-03-01", cites=LATE)
    ended = ce.Agreement(id="pact", signed="2030-01-01", ends=[word, some_day])
    assert ce.state(timeline(agreements=[ended]), day("06-01")).agreements["pact"].claims[1:] == (some_day,)


# ---------------------------------------------------------------------------------------------------- presence


def present(invented, on, name="east"):
    """Whether an actor was at the base: certainty, reason, best."""
    found = {item.actor.id: item.answer for item in ce.state(invented, day(on)).bases["field"].present}[name]
    return found.certainty, found.because and found.because.value, found.best


def test_presence():
    """Presence comes from arrivals and departures alone, the day of a movement included; control says nothing of it."""
    invented = timeline(
        change("come", "arrival", "2030-03-10", to=EAST),
        change("go", "departure", "[2030-05-01..2030-05-10]", from_=EAST),
        change("over", "handover", "2030-04-01", from_=EAST, to=WEST),
        holder=EAST,
    )
    days = ["03-09", "03-10", "04-30", "05-05", "05-10"]
    assert [present(invented, on)[0] for on in days] == [POSSIBLY, CERTAINLY, CERTAINLY, POSSIBLY, NOT]
    assert [present(invented, on)[1] for on in days] == ["unknown", None, None, "imprecise", None]
    assert [present(invented, on)[2] for on in days] == ["unknown", "present", "present", "present", "absent"]
    assert len(ce.state(invented, day("04-30")).bases["field"].present) == 1
    assert len(present_claims(invented, "04-30")) == 4


def present_claims(invented, on):
    """The claims about who was there."""
    return ce.state(invented, day(on)).bases["field"].present[0].answer.claims


def test_a_movement_of_which_nothing_is_said():
    """An arrival that nobody dates, plans or denies is none: it says nothing about who was there."""
    for when in ((), planned("2030-01"), ce.Absence.NONE):
        assert (
            ce.state(timeline(change("in", "arrival", when, to=EAST)), day("06-01")).bases["field"].present
            == ()
        )
    assert present(timeline(change("in", "arrival", ce.Absence.UNKNOWN, to=EAST)), "06-01")[0] is POSSIBLY


def test_presence_that_sources_dispute():
    """Disputed dates and disputed names leave presence open; on one day a departure comes before an arrival."""
    come = change("come", "arrival", ["2030-03-10", "2030-03-20"], to=EAST)
    go = change("go", "departure", "2030-02-01", from_=EAST)
    assert present(timeline(go, come), "03-15") == (POSSIBLY, "conflict", "present")
    named = timeline(go, change("come", "arrival", "2030-03-10", to=[EAST, WEST]))
    assert present(named, "03-15") == (POSSIBLY, "disputed", "present")
    assert present(named, "03-15", "west") == (POSSIBLY, "unknown", "present")
    same = timeline(change("a-come", "arrival", "2030-03-10", to=EAST), attrs.evolve(go, when="2030-03-10"))
    assert present(same, "03-10") == (CERTAINLY, None, "present")
    word = ce.Claim(date="unknown", note="Invented.")
    assert word in present_claims(timeline(change("come", "arrival", word, to=EAST)), "04-01")
    came = ce.Claim(date="2030-03-10")
    both = timeline(change("come", "arrival", [ce.Claim(date="2030-03", basis="planned"), came], to=EAST))
    assert [claim.date for claim in present_claims(both, "04-01") if isinstance(claim, ce.Claim)] == [
        came.date
    ]
    undated = timeline(change("come", "arrival", ce.Absence.UNKNOWN, to=EAST), go)
    assert present(undated, "04-01") == (POSSIBLY, "unknown", "present")
    planned = timeline(change("come", "arrival", ce.Claim(date="2030-03-10", basis="planned"), to=EAST))
    assert ce.state(planned, day("04-01")).bases["field"].present == ()
    unnamed = timeline(change("come", "arrival", "2030-03-10", to=[EAST, ce.Value(value=ce.Absence.UNKNOWN)]))
    assert [item.actor.id for item in ce.state(unnamed, day("04-01")).bases["field"].present] == ["east"]


# ---------------------------------------------------------------------------------------------------- stretches


def ran(record, on, section="agreements", **more):
    """Whether a phase, an agreement or a provision ran: certainty, reason, best."""
    invented = timeline(**{section: [record]})
    answer = getattr(ce.state(invented, day(on), **more), section)[record.id]
    return answer.certainty, answer.because and answer.because.value, answer.best


def test_agreement_ended_on_a_day_that_nobody_knows():
    """An agreement ended by notice of unknown date may be in force from that day on, and certainly is before."""
    pact = ce.Agreement(id="pact", signed="2030-01-01", ends="[2030-06-01..]")
    assert ran(pact, "01-01") == ran(pact, "05-31") == ran(pact, "06-01") == (CERTAINLY, None, "running")
    assert ran(pact, "06-02") == (POSSIBLY, "imprecise", "unknown")
    assert ran(pact, "12-31")[0] is POSSIBLY
    assert ran(attrs.evolve(pact, ends=ce.Absence.UNKNOWN), "06-02") == (POSSIBLY, "unknown", "running")


def test_agreement_whose_end_is_contested():
    """An agreement that one source calls ended and another does not is possibly in force, because of the conflict."""
    pact = ce.Agreement(
        id="pact", signed="2030-01-01", ends=[ce.Claim(date="2030-06-01"), ce.Claim(date="none")]
    )
    assert ran(pact, "06-01") == (CERTAINLY, None, "running")
    assert ran(pact, "06-02") == (POSSIBLY, "conflict", "over")
    answer = ce.state(timeline(agreements=[pact]), day("06-02")).agreements["pact"]
    assert [str(claim.date) for claim in answer.claims] == ["2030-01-01", "2030-06-01", "none"]


def test_agreement_from_when():
    """An agreement is in force from its own day for that, else from its signing; a plan, or no word, ends nothing."""
    pact = ce.Agreement(id="pact", signed="2030-01-01", in_force="2030-02-01")
    assert [ran(pact, on)[2] for on in ("01-31", "02-01")] == ["before", "running"]
    assert [ran(pact, on)[0] for on in ("01-31", "02-01", "12-31")] == [NOT, CERTAINLY, CERTAINLY]
    rejected = ce.Claim(date="2030-03-01", rank="rejected", note="Invented.")
    assert ran(attrs.evolve(pact, in_force=rejected), "01-01")[0] is CERTAINLY
    planned = ce.Claim(date="2030-03-01", basis="planned")
    assert ran(attrs.evolve(pact, in_force=planned), "12-31") == (NOT, None, "before")
    assert ran(attrs.evolve(pact, in_force=ce.Absence.UNKNOWN), "12-31") == (POSSIBLY, "unknown", "unknown")
    assert ran(attrs.evolve(pact, ends=planned), "12-31")[0] is CERTAINLY
    assert ran(attrs.evolve(pact, ends=ce.Absence.NONE), "12-31")[0] is CERTAINLY
    assert ran(ce.Agreement(id="pact"), "12-31") == (POSSIBLY, "unknown", "unknown")


def test_start_that_is_only_planned():
    """A start that is planned for a day that nobody knows has not come; nor has such an end."""
    phase = ce.Phase(id="phase", ordinal=1, start=planned("unknown"))
    assert ran(phase, "12-31", "phases") == (NOT, None, "before")
    phase = ce.Phase(id="phase", ordinal=1, start="2030-01-01", end=planned("unknown"))
    assert ran(phase, "12-31", "phases") == (CERTAINLY, None, "running")


def test_words():
    """The words of a reason are those of the documentation, and of every output."""
    assert [word.value for word in ce.Because] == ["horizon", "unknown", "conflict", "disputed", "imprecise"]


def test_phase_of_which_only_edges_are_known():
    """A phase runs from its first day to its last, both included, and its end may be what shows that it had begun."""
    phase = ce.Phase(id="phase", ordinal=1, start="[2030-01-10..2030-01-20]", end="[2030-03-10..2030-03-20]")
    days = ["01-09", "01-10", "01-19", "01-20", "03-10", "03-11", "03-20", "03-21"]
    found = [ran(phase, on, "phases") for on in days]
    assert [answer[0] for answer in found] == [NOT, *[POSSIBLY] * 2, *[CERTAINLY] * 2, *[POSSIBLY] * 2, NOT]
    best = ["before", "unknown", "unknown", "running", "running", "unknown", "unknown", "over"]
    assert [answer[2] for answer in found] == best
    denied = attrs.evolve(phase, start=ce.Claim(date="none"), end="2030-03-10")
    assert ran(denied, "02-01", "phases") == (NOT, None, "before")
    open_ = ce.Phase(
        id="phase", ordinal=1, start=[ce.Claim(date="2030-01-10"), ce.Claim(date="none")], end="2030-03-10"
    )
    assert ran(open_, "02-01", "phases") == (CERTAINLY, None, "running")
    looked_for = ce.Phase(
        id="phase", ordinal=1, start=[ce.Claim(date="unknown"), ce.Claim(date="2030-01-10", basis="planned")]
    )
    assert ran(looked_for, "02-01", "phases") == (POSSIBLY, "unknown", "unknown")


# ---------------------------------------------------------------------------------------------------- plans


def planned(text, said=None, **more):
    """A plan."""
    return ce.Claim(date=text, basis="planned", said=said and f"2030-{said}", **more)


def phase_due(end, on, until=None, **more):
    """The due entry of a phase's end."""
    phase = ce.Phase(id="phase", ordinal=1, end=end, **more)
    return ce.state(timeline(phases=[phase], until=until), day(on)).due.get("phase.end")


def test_plan_revised_twice():
    """Of a plan revised twice the newest counts for what is due; slippage shows all, the first and newest marked."""
    plans = [planned("2030-05", "03-01"), planned("2030-02", "01-01"), planned("2030-03", "02-01")]
    due = phase_due([*plans, ce.Claim(date="2030-05-20")], "05-10")
    assert (due.certainty, due.best, due.overdue, due.planned) == (CERTAINLY, "due", False, plans[0])
    assert phase_due(plans, "04-30") is None
    assert phase_due([*plans, ce.Claim(date="2030-05-20")], "05-20") is None
    phase = ce.Phase(id="phase", ordinal=1, end=[*plans, ce.Claim(date="2030-05-20")])
    rows = ce.slippage(timeline(phases=[phase]))
    assert [(str(row.plan.date), row.first, row.newest) for row in rows] == [
        ("2030-02", True, False),
        ("2030-03", False, False),
        ("2030-05", False, True),
    ]
    assert [row.late for row in rows] == [(81, 81), (50, 50), (-11, -11)]
    assert [row.outside for row in rows] == [(81, 81), (50, 50), (0, 0)]
    assert [row.shift for row in rows] == [(81, 108), (50, 80), (-11, 19)]


def test_planned_window():
    """Within a planned window nothing is missed; before it the days are negative, after it positive."""
    window = planned("[2030-03-10..2030-03-20]")

    def row(actual, plan=window):
        (slip,) = ce.slippage(
            timeline(phases=[ce.Phase(id="phase", ordinal=1, end=[plan, ce.Claim(date=actual)])])
        )
        return slip

    outside = {text: row(f"2030-{text}").outside for text in ("03-09", "03-10", "03-15", "03-20", "03-21")}
    assert list(outside.values()) == [(-1, -1), (0, 0), (0, 0), (0, 0), (1, 1)]
    assert row("[2030-03-05..2030-03-25]").outside == (-5, 5)
    assert row("[..2030-03-15]").outside == (None, 0)
    assert row("[2030-03-15..]").outside == (0, None)
    open_ = row("2030-03-15", planned("[2030-03-01..]"))
    assert (open_.shift, open_.late, open_.outside) == ((None, 14), None, (0, 0))
    assert row("[2030-03-15..]", planned("[2030-03-01..]")).outside == (0, 0)
    assert row("[..2030-03-15]", planned("[..2030-03-20]")).outside == (0, 0)


def test_due_and_overdue():
    """A plan is due from its first day, overdue after its last, and open again where the evidence ends."""
    window = planned("[2030-03-10..2030-03-20]")
    assert phase_due(window, "03-09") is None
    assert [phase_due(window, on).best for on in ("03-10", "03-20", "03-21")] == ["due", "due", "overdue"]
    assert [phase_due(window, on).overdue for on in ("03-20", "03-21")] == [False, True]
    late = phase_due(window, "03-21", until=day("03-20"))
    assert (late.certainty, late.because, late.overdue) == (POSSIBLY, ce.Because.HORIZON, True)
    maybe = phase_due([window, ce.Claim(date="[..2030-04-01]")], "03-21")
    assert (maybe.certainty, maybe.because, maybe.claims[0]) == (POSSIBLY, ce.Because.IMPRECISE, window)
    assert phase_due([window, ce.Claim(date="[..2030-04-01]")], "04-01") is None
    begun = [window, ce.Claim(date="[2030-03-22..2030-04-01]")]
    assert [phase_due(begun, on).certainty for on in ("03-21", "03-22")] == [CERTAINLY, POSSIBLY]
    assert phase_due(ce.Claim(date="2030-03-10"), "03-21") is None
    assert phase_due(ce.Claim(date="2030-03-10", basis="expected"), "03-21") is None


def test_due_from_the_day_on_which_it_was_set():
    """A plan without a first day is due from the day on which it was set, or always if nobody says when that was."""
    assert phase_due(planned("[..2030-05]", "03-01"), "02-28") is None
    assert phase_due(planned("[..2030-05]", "03-01"), "03-01").best == "due"
    assert phase_due(planned("[..2030-05]"), "01-01").best == "due"
    assert phase_due(planned("[..2030-05]", cites=EARLY), "02-01").best == "due"
    assert phase_due(planned("[..2030-05]", cites=EARLY), "01-31") is None
    assert phase_due(planned("[2030-05..]", "03-01"), "04-30") is None
    assert phase_due(planned("[2030-05..]", "03-01"), "12-31").best == "due"
    assert phase_due(planned("[..2030-02]", "03-01"), "02-27") is None  # told of when it was past
    assert phase_due(planned("[..2030-02]", "03-01"), "02-28").best == "due"
    assert phase_due(planned("[..2030-02]", "03-01"), "03-01").best == "overdue"


def test_called_off():
    """What was surely called off is due no more; a plan to call it off, or a rejected word of it, changes nothing."""
    window = planned("2030-03")
    off = ce.Claim(date="2030-03-15")
    assert phase_due(window, "03-14", cancelled=off).certainty is CERTAINLY
    assert phase_due(window, "03-15", cancelled=off) is None
    assert phase_due(window, "03-15", cancelled=planned("2030-03-15")).certainty is CERTAINLY
    rejected = attrs.evolve(off, rank="rejected", note="Invented.")
    assert phase_due(window, "03-15", cancelled=rejected).certainty is CERTAINLY
    assert rejected not in phase_due(window, "03-15", cancelled=rejected).claims
    month = phase_due(window, "03-15", cancelled=ce.Claim(date="[2030-03-02..2030-03-30]"))
    assert (month.certainty, month.because) == (POSSIBLY, ce.Because.IMPRECISE)
    assert [str(claim.date) for claim in month.claims] == ["2030-03", "[2030-03-02..2030-03-30]"]
    unknown = phase_due(window, "03-15", cancelled=ce.Absence.UNKNOWN)
    assert (unknown.certainty, unknown.because) == (POSSIBLY, ce.Because.UNKNOWN)
    phase = ce.Phase(id="phase", ordinal=1, end=window, cancelled=off)
    assert ce.slippage(timeline(phases=[phase])) == ()
    done = ce.Phase(id="phase", ordinal=1, end=[window, ce.Claim(date="2030-03-02")], cancelled=off)
    assert len(ce.slippage(timeline(phases=[done]))) == 1


def test_called_off_later_than_was_known():
    """What is called off in a report that was not out yet is still due in a replay."""
    off = ce.Claim(date="2030-02-10", cites=LATE)
    plan = ce.Claim(date="2030-02-20", basis="planned", cites=EARLY)
    invented = timeline(change("parade", "ceremony", plan, cancelled=off))
    assert ce.state(invented, day("03-01")).due == {}
    due = ce.state(invented, day("03-01"), known_by=day("03-01")).due["parade"]
    assert (due.certainty, due.overdue) == (CERTAINLY, True)


def test_slippage_of_what_has_not_happened():
    """What has not happened counts from the day after the evidence; without that day there is no bound."""
    phase = ce.Phase(id="phase", ordinal=1, end=planned("2030-03-20"))
    (row,) = ce.slippage(timeline(phases=[phase], until=day("03-24")))
    assert (row.reading, row.shift, row.late, row.outside) == (None, (5, None), (5, None), (5, None))
    (row,) = ce.slippage(timeline(phases=[phase]))
    assert (row.shift, row.late) == ((None, None), (None, None))
    (row,) = ce.slippage(timeline(phases=[attrs.evolve(phase, end=planned("[..2030-03-20]"))]))
    assert row.outside == (0, None)
    denied = ce.Phase(id="phase", ordinal=1, end=[planned("2030-03-20"), ce.Claim(date="none")])
    (row,) = ce.slippage(timeline(phases=[denied], until=day("03-24")))
    assert (row.late, len(row.reading.claims)) == ((5, None), 1)
    two = [planned("2030-03-20"), ce.Claim(date="2030-03-25"), ce.Claim(date="2030-03-30")]
    rows = ce.slippage(timeline(phases=[ce.Phase(id="phase", ordinal=1, end=two)]))
    assert [row.late for row in rows] == [(5, 5), (10, 10)]
    assert {(row.first, row.newest) for row in rows} == {(True, True)}


# ---------------------------------------------------------------------------------------------------- tallies


def many(number, **more):
    """Bases, each with a certain handover from East to the army of West on its own day of March."""
    bases = [base(f"site-{n}", **more) for n in range(number)]
    over = [
        change(f"over-{n}", "handover", f"2030-03-{n + 1:02}", bases=one, from_=EAST, to=WEST_ARMY)
        for n, one in enumerate(bases)
    ]
    return bases, over


def test_stated_numbers_are_never_expanded():
    """A stated number stands beside the tally, the newest by the day that is asked for, and never adds to it."""
    bases, over = many(2)
    numbers = [
        ce.Figure(number="6", date="2030-02"),
        ce.Figure(number="7", date="2030-04-01"),
        ce.Figure(number="8", said="2030-05-01"),
        ce.Figure(number="9", cites=EARLY),
        ce.Figure(number="50", date="2030-05-02", rank="rejected", note="Invented."),
        ce.Figure(number="60", date="2030-05-02", basis="planned"),
        ce.Figure(number="all"),
    ]
    count = ce.Count(id="count", title="Bases", counted="bases", from_=EAST, to=WEST, values=numbers)
    invented = timeline(*over, bases=bases, counts=[count])

    def stated(on, **more):
        found = ce.tally(invented, "handover", by=day(on), **more)
        return str(found.stated.number) if found.stated else None

    assert [stated(on) for on in ("01-31", "02-01", "02-28", "04-01", "05-01", "05-31")] == [
        None,
        "9",
        "6",
        "7",
        "8",
        "8",
    ]
    found = ce.tally(invented, "handover")
    assert (found.certain, found.at_most, str(found.stated.number), found.count) == (2, 2, "8", count)
    assert ce.tally(invented, "handover", from_="east", to="west").stated == found.stated
    other = ce.tally(invented, "handover", from_="union")
    assert (other.stated, other.count) == (None, None)
    assert ce.tally(invented, "handover", to="south").stated is None
    other = attrs.evolve(count, counted="personnel")
    assert ce.tally(attrs.evolve(invented, counts=[other]), "handover").stated is None
    for word in ("bases handover", "handover", "Handovers"):
        same = attrs.evolve(count, counted=word, from_=None)
        assert ce.tally(attrs.evolve(invented, counts=[same]), "handover").stated is not None
        assert ce.tally(attrs.evolve(invented, counts=[same]), "takeover").stated is None
        assert ce.tally(attrs.evolve(invented, counts=[same]), "handover", from_="east").stated is None
    for word in (
        "Bases and headquarters",
        "military camps",
        "UN positions",
        "sites in the north",
        "air base",
    ):
        same = attrs.evolve(count, counted=word)
        assert ce.tally(attrs.evolve(invented, counts=[same]), "handover").count == same, word
    for word in ("troops at bases", "soldiers from two camps", "square metres", "database entries"):
        other = attrs.evolve(count, counted=word)
        assert ce.tally(attrs.evolve(invented, counts=[other]), "handover").stated is None, word
    first = attrs.evolve(count, id="first", counted="personnel")
    assert ce.tally(attrs.evolve(invented, counts=[first, count]), "handover").count == count
    twin = attrs.evolve(count, id="a-count", values=[ce.Figure(number="5", date="2030-05-01")])
    assert ce.tally(attrs.evolve(invented, counts=[count, twin]), "handover").count == count


def test_tally_by_day_and_actor():
    """A tally counts up to the end of its day, between actors or their parts; without a day, to the evidence's end."""
    bases, over = many(3)
    invented = timeline(*over, bases=bases, until=day("03-02"))
    assert ce.tally(invented, ce.MilestoneKind.HANDOVER).certain == 2
    by = [ce.tally(invented, "handover", by=day(on)) for on in ("02-28", "03-01", "03-02", "03-03")]
    assert [(one.certain, one.at_most) for one in by] == [(0, 0), (1, 1), (2, 2), (2, 3)]
    assert by[3].bases == (("site-0", CERTAINLY), ("site-1", CERTAINLY), ("site-2", POSSIBLY))
    free = attrs.evolve(invented, evidence_until=None)
    assert ce.tally(free, "handover").certain == 3
    ends = [("east", "west"), ("union", "west-army"), ("west", None), (None, "south"), ("east-army", None)]
    found = [ce.tally(free, "handover", from_=one, to=other) for one, other in ends]
    assert [(one.certain, one.at_most) for one in found] == [(3, 3), (3, 3), (0, 0), (0, 0), (0, 3)]
    assert ce.tally(free, "takeover").at_most == ce.tally(free, "announcement").at_most == 0
    with pytest.raises(ValueError, match="nonsense"):
        ce.tally(free, "nonsense")
    for unknown, message in (("nobody", "nobody"), ("site-0", "'site-0' is not an actor")):
        with pytest.raises(KeyError, match=message):
            ce.tally(free, "handover", from_=unknown)
    nobody = change(
        "nobody", "handover", "2030-03-01", bases=bases[0], from_=ce.Absence.NONE, to=ce.Absence.UNKNOWN
    )
    invented = timeline(nobody, bases=bases)
    found = [ce.tally(invented, "handover", **one) for one in ({"from_": "east"}, {"to": "east"})]
    assert [(one.certain, one.at_most) for one in found] == [(0, 0), (0, 1)]


def test_tally_with_unidentified_bases():
    """A site that nobody identified may be one that is counted already: it adds to the most, not to the fewest."""
    bases, over = many(2)
    hangar = base("hangar", part_of=bases[0])

    def counted(*guesses):
        sites = [base(f"guess-{n}", candidates=of) for n, of in enumerate(guesses)]
        more = [change(f"more-{n}", "handover", "2030-03-05", bases=one) for n, one in enumerate(sites)]
        found = ce.tally(timeline(*over, *more, bases=[*bases, hangar, *others, *sites]), "handover")
        return found.certain, found.at_most

    others = [base(f"other-{n}") for n in range(3)]
    assert counted([bases[0]]) == (2, 3)
    assert counted([hangar]) == (2, 3)
    assert counted([others[0]]) == (3, 3)
    assert counted([bases[1], others[0]]) == (2, 3)
    assert counted([others[0]], [others[0], others[1]]) == (3, 4)
    assert counted([others[0]], [others[1]]) == (4, 4)
    assert counted([others[0], others[1]], [others[1], others[2]], [others[0]]) == (4, 5)
    assert counted([others[2], others[0]], [others[0]], [others[0], others[1]]) == (3, 5)
    assert counted([others[0]], [others[1]], [others[2]]) == (5, 5)
    assert counted([ce.Value(value=ce.Absence.UNKNOWN)]) == (3, 3)
    once = base("once", candidates=[others[0]])
    twice = base("twice", candidates=[once])
    over_both = [change(f"over-{one.id}", "handover", "2030-03-05", bases=one) for one in (once, twice)]
    for milestones in (over_both, [attrs.evolve(over_both[0], bases=others[0]), over_both[1]]):
        assert ce.tally(timeline(*milestones, bases=[others[0], once, twice]), "handover").certain == 1
    unsure = base("unsure", candidates=[bases[0]])
    maybe = change("maybe", "handover", "[2030-03-01..]", bases=bases[0])
    sure = change("sure", "handover", "2030-03-01", bases=unsure)
    found = ce.tally(timeline(maybe, sure, bases=[bases[0], unsure]), "handover", by=day("03-05"))
    assert (found.certain, found.at_most) == (1, 2)


@pytest.mark.parametrize(("step", "fewest"), [(1, 15), (3, 30)], ids=["two share one", "none shares one"])
def test_tally_of_many_unidentified_bases(step, fewest):
    """However many sites nobody identified, the fewest that they can be are counted, without trying every way."""
    named = [base(f"named-{number:02}") for number in range(90)]
    unsure = [base(f"unsure-{n:02}", candidates=named[step * n : step * n + max(step, 2)]) for n in range(30)]
    over = [change(f"over-{one.id}", "handover", "2030-03-05", bases=one) for one in unsure]
    assert ce.tally(timeline(*over, bases=[*named, *unsure]), "handover").certain == fewest


def test_tally_of_unknown_days():
    """A handover on a day that nobody knows is possible on every day; one of which nothing is said did not happen."""
    unknown = timeline(change("over", "handover", ce.Absence.UNKNOWN))
    assert [(one.certain, one.at_most) for one in [ce.tally(unknown, "handover", by=day("01-01"))]] == [
        (0, 1)
    ]
    assert ce.tally(timeline(change("over", "handover", ())), "handover").at_most == 0
    assert ce.tally(timeline(change("over", "handover", planned("2030-01"))), "handover").at_most == 0


# ---------------------------------------------------------------------------------------------------- other cases


def test_clock_times_with_offsets():
    """A handover late in the evening belongs to the civil day at the place, though it is the next day in UTC."""
    claim = ce.Claim(date="2030-03-01", time="23:30-05:00")
    invented = timeline(change("over", "handover", claim, from_=EAST, to=WEST), holder=EAST)
    assert claim.instant.astimezone(dt.UTC).date() == day("03-02")
    assert [who(invented, on)[2] for on in ("02-28", "03-01")] == ["east", "west"]
    early = ce.Claim(date="2030-03-01T01:30:00+05:00")
    invented = timeline(change("over", "handover", early, from_=EAST, to=WEST), holder=EAST)
    assert early.instant.astimezone(dt.UTC).date() == day("02-28")
    assert [who(invented, on)[2] for on in ("02-28", "03-01")] == ["east", "west"]


def test_sites_without_coordinates():
    """A site of which nobody knows the place has its state like any other."""
    lost = base(location=ce.Absence.UNKNOWN, holder=EAST)
    over = change("over", "handover", "2030-03-01", bases=lost, from_=EAST, to=WEST)
    assert who(timeline(over, bases=[lost]), "03-01") == (CERTAINLY, None, "west")
    assert ce.tally(timeline(over, bases=[lost]), "handover").certain == 1


def test_conflicts():
    """Dates, values, denials, statements that can't stand together are conflicts; what is only less exact is none."""
    pact = ce.Agreement(id="pact", signed=[ce.Claim(date="2030-01"), ce.Claim(date="2030-01-05")])
    phase = ce.Phase(id="phase", ordinal=1, end=[ce.Claim(date="2030-03-01"), ce.Claim(date="none")])
    over = change("over", "handover", ["2030-03-01", "2030-03-05"], from_=[EAST, WEST], to=WEST)
    calm = ce.Statement(id="calm", text="All is calm")
    storm = ce.Statement(id="storm", text="Nothing is calm", contradicts=calm)
    invented = timeline(over, agreements=[pact], phases=[phase], statements=[calm, storm])
    found = {(one.record.id, one.field): one for one in ce.conflicts(invented)}
    assert list(found) == [("phase", "end"), ("over", "when"), ("over", "from"), ("storm", "contradicts")]
    assert [len(reading.claims) for reading in found["phase", "end"].readings] == [1, 1]
    assert [str(claim.date) for claim in found["phase", "end"].claims] == ["2030-03-01", "none"]
    assert [len(found["over", "when"].readings), len(found["over", "when"].claims)] == [2, 2]
    assert [actor.id for actor in found["over", "from"].values] == ["east", "west"]
    assert len(found["over", "from"].claims) == 2
    assert found["storm", "contradicts"].others == (calm,)


def test_history():
    """A history runs from what was known first to what was known last, with what nothing dates at its end."""
    when = [
        ce.Claim(date="2030-01-20", cites=LATE, note="late"),
        ce.Claim(date="2030-01-21", cites=UNDATED, note="undated"),
        ce.Claim(date="2030-01-22", cites=[LATE, EARLY], note="early"),
        ce.Claim(date="2030-01-23", said="2030-03-05", note="said"),
        ce.Claim(date="2030-01-24", cites=UNDATED, said="2030-03", note="said in a month"),
        ce.Claim(date="2030-01-25", note="by the record's source"),
    ]
    over = change("over", "handover", when, to=WEST, cites={"when": LATE})
    invented = timeline(over, holder=ce.Value(value=EAST, cites=EARLY))
    found = ce.history(invented, "over")
    assert [one.claim.note for one in found if one.field == "when"] == [
        "early",
        "said in a month",
        "late",
        "said",
        "by the record's source",
        "undated",
    ]
    known = [one.known_since for one in found if one.field == "when"]
    assert known == [day("02-01"), day("03-31"), day("08-31"), day("08-31"), day("08-31"), None]
    assert [one.field for one in ce.history(invented, "over.when")] == ["when"] * 6
    records = [one.record.id for one in ce.history(invented, "field")]
    assert (records[0], set(records[1:])) == ("field", {"over"})
    assert [one.field for one in ce.history(invented, "field.holder")] == ["holder"]
    both = [base(), base("other")]
    shared = timeline(
        change("shared", "ceremony", "2030-01-01", bases=both),
        change("elsewhere", "ceremony", "2030-01-01", bases=()),
        bases=both,
    )
    assert [one.record.id for one in ce.history(shared, "field")] == ["shared"]
    for unknown in ("nobody", "over.nothing"):
        with pytest.raises(KeyError, match=unknown):
            ce.history(invented, unknown)


def test_history_of_a_count():
    """The figures of a count are claims: its history lists them, and a replay says what it leaves out."""
    figures = [ce.Figure(number="6", cites=EARLY), ce.Figure(number="7")]
    count = ce.Count(id="count", title="Bases", counted="bases", values=figures)
    invented = timeline(counts=[count])
    assert [(one.field, one.known_since) for one in ce.history(invented, "count")] == [
        ("values", day("02-01")),
        ("values", None),
    ]
    assert ce.state(invented, day("03-01"), known_by=day("03-01")).left_out == (("count", "values"),)


def test_replay():
    """A replay knows a claim from its first dated source, hides later ones, and lists what nothing dates."""
    when = [
        ce.Claim(date="2030-01-20", cites=[EARLY, LATE]),
        ce.Claim(date="2030-01-25", cites=LATE),
        ce.Claim(date="2030-01-30", cites=UNDATED),
    ]
    over = change(
        "over",
        "handover",
        when,
        from_=ce.Value(value=EAST, cites=EARLY),
        to=ce.Value(value=WEST, cites=EARLY),
    )
    invented = timeline(over, holder=ce.Value(value=EAST, cites=LATE))

    def replay(known_by):
        answer = ce.state(invented, day("01-31"), known_by=day(known_by)).bases["field"]
        return answer.certainty, [[source.id for source in claim.cites] for claim in answer.claims]

    assert replay("01-31") == (POSSIBLY, [])
    by_field = attrs.evolve(
        over, from_=EAST, to=WEST, when=ce.Claim(date="2030-01-20"), cites={"when": EARLY, "from": LATE}
    )
    partly = ce.control(timeline(by_field), "field", day("02-01"))
    assert [[holder.word for holder in period.holders] for period in partly] == [["unknown"], ["unknown"]]
    assert partly[1].holders[0].besides == frozenset()
    later = ce.control(timeline(by_field), "field", day("08-31"))
    assert later[1].holders[0].besides == {"union"}
    assert replay("02-01") == (CERTAINLY, [["early"], ["early"], ["early"]])
    assert replay("08-31")[1] == [["early", "late"], ["late"], ["early"], ["early"]]
    assert ce.state(invented, day("01-31"), known_by=day("02-01")).left_out == (("over", "when"),)
    assert ce.state(invented, day("01-31")).left_out == ()
    assert ce.held_by(invented, "field", "west", day("01-31"), day("02-01")).certainty is CERTAINLY
    assert ce.held_by(invented, "field", "west", day("01-31"), day("01-31")).certainty is POSSIBLY
    assert len(ce.control(invented, "field", day("02-01"))) == 2
    assert len(ce.control(invented, "field", day("01-31"))) == 1
    state = ce.state(invented, day("02-02"), known_by=day("02-01"))
    assert (state.horizon, state.known_by) == (day("02-01"), day("02-01"))
    assert state.bases["field"].because is ce.Because.HORIZON


def test_replay_of_plain_words():
    """A plain ``none`` is somebody's word: a replay knows it from its record's sources, and lists it without them."""

    def empty(cites):
        return timeline(bases=[base(holder=ce.Absence.NONE, cites=cites)])

    assert who(empty(EARLY), "01-01") == (CERTAINLY, None, "none")
    assert who(empty(EARLY), "02-01", known_by=day("02-01")) == (CERTAINLY, None, "none")
    assert who(empty(EARLY), "01-31", known_by=day("01-31"))[0] is POSSIBLY
    assert who(empty({"name": EARLY}), "01-31", known_by=day("02-01"))[0] is POSSIBLY
    assert ce.state(empty(UNDATED), day("01-31"), known_by=day("02-01")).left_out == (("field", "holder"),)
    assert ce.state(empty(EARLY), day("01-31"), known_by=day("02-01")).left_out == ()
    said = base(holder=ce.Value(value=EAST), cites=[ce.Citation("holder", [EARLY])])
    assert ce.state(timeline(bases=[said]), day("01-31"), known_by=day("02-01")).left_out == ()
    own = empty([ce.Citation("name", [UNDATED]), ce.Citation("holder", [EARLY])])
    assert ce.state(own, day("01-31"), known_by=day("02-01")).left_out == ()
    assert who(own, "01-31", known_by=day("02-01")) == (CERTAINLY, None, "none")
    pact = ce.Agreement(id="pact", signed="2030-01-01", ends=ce.Absence.UNKNOWN, cites=LATE)
    assert (
        ce.state(timeline(agreements=[pact]), day("01-31"), known_by=day("08-31"))
        .agreements["pact"]
        .certainty
        is POSSIBLY
    )


def test_unknown_ids():
    """Asking about what is not there, or about a record of another kind, is a KeyError that names it."""
    invented = timeline(holder=EAST)
    with pytest.raises(KeyError, match="nowhere"):
        ce.held_by(invented, "nowhere", "east", day("01-01"))
    for base_id, actor in (("east", "east"), ("field", "field")):
        with pytest.raises(KeyError, match="is not a base, or"):
            ce.held_by(invented, base_id, actor, day("01-01"))
    with pytest.raises(KeyError, match="is not a base"):
        ce.control(invented, "east")


# ---------------------------------------------------------------------------------------------------- Iraq

IRAQ = ce.bundled("iraq")


def iraq(text):
    """The state of the bundled timeline on a day."""
    return ce.state(IRAQ, dt.date.fromisoformat(text))


def test_iraq_in_december_2025():
    """On 1 December 2025 nobody certainly held Ain al-Asad, and phase one may have been over already."""
    state = iraq("2025-12-01")
    ain = state.bases["ain-al-asad"]
    assert (ain.certainty, {held.actor.id for held in ain.holders} >= {"iraq", "coalition"}) == (
        POSSIBLY,
        True,
    )
    assert state.phases["phase-1"].certainty is POSSIBLY
    assert state.due["phase-1.end"].overdue
    assert state.agreements["joint-statement"].certainty is CERTAINLY


def test_iraq_on_the_days_of_the_announcement():
    """On 17 January 2026 Iraq certainly held Ain al-Asad; phase one was certainly over the day after its end."""
    state = iraq("2026-01-17")
    assert (state.bases["ain-al-asad"].certainty, state.bases["ain-al-asad"].best) == (CERTAINLY, "iraq")
    assert iraq("2026-01-18").phases["phase-1"].certainty is POSSIBLY
    assert iraq("2026-01-19").phases["phase-1"].certainty is NOT
    assert iraq("2026-01-18").phases["phase-2"].certainty is CERTAINLY


@pytest.mark.parametrize("text", ["2026-03-25", "2026-09-30", "2026-11-22"])
def test_iraq_after_the_evidence(text):
    """After the evidence nothing is certain, and on no day is it said that phase two has ended."""
    state = iraq(text)
    for part in (state.bases, state.phases, state.agreements, state.provisions, state.due, state.elsewhere):
        assert {(POSSIBLY, ce.Because.HORIZON)} >= {(one.certainty, one.because) for one in part.values()}
    assert state.phases["phase-2"].best != "over"
    assert state.due["phase-2.end"].overdue is (text > "2026-09-30")


@pytest.mark.parametrize("text", ["2025-12-01", "2026-01-17", "2026-01-18", "2026-09-30", "2026-11-22"])
def test_iraq_phase_two_never_ends(text):
    """On none of these days is phase two called over, and each answer about a phase names the claims it rests on."""
    state = iraq(text)
    assert state.phases["phase-2"].best in {"unknown", "running"}
    assert all(answer.claims for answer in state.phases.values())
    assert "phase-2.end" not in state.due or state.due["phase-2.end"].best != "done"


def test_iraq_slippage():
    """Phase one was planned by the end of September 2025 and was late by at most 110 days, with no lower bound."""
    rows = [row for row in ce.slippage(IRAQ) if row.event.id == "phase-1.end"]
    (joint,) = [row for row in rows if "joint-text" in {source.id for source in row.plan.cites}]
    assert (joint.late, joint.shift) == ((None, 110), (None, None))
    assert [str(claim.date) for claim in joint.reading.claims] == ["[..2026-01-18]"]
    (two,) = {
        row.late
        for row in ce.slippage(IRAQ)
        if row.event.id == "phase-2.end" and str(row.plan.date) == "2026-09"
    }
    assert two == (-189, None)


def test_iraq_replay():
    """What was known by the end of 2025 cites nothing later, and knows nothing of the handover of Ain al-Asad."""
    state = ce.state(IRAQ, dt.date(2025, 12, 31), known_by=dt.date(2025, 12, 31))
    last = dt.date(2025, 12, 31)
    for part in (state.bases, state.phases, state.agreements, state.provisions, state.due):
        for answer in part.values():
            assert all(source.published_by <= last for claim in answer.claims for source in claim.cites)
    assert state.bases["ain-al-asad"].certainty is POSSIBLY
    assert state.phases["phase-2"].claims == ()

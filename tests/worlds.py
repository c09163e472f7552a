"""Small invented timelines, and their state by brute force: every world that the claims leave open, one by one.

Nothing here uses the closed forms of ``coalition_events.asof``. Time is a row of points: one for all days before the
window, the days of the window, one for all days after it, and one for "never".
"""

from __future__ import annotations

import datetime as dt
import itertools

from hypothesis import strategies as st

import coalition_events as ce

START = dt.date(2030, 6, 1)
LENGTH = 8
BEFORE, AFTER, NEVER = -1, LENGTH, LENGTH + 1
POINTS = range(BEFORE, NEVER + 1)
WINDOW = range(LENGTH)
HAPPENED = ce.Basis.ACTUAL


def day(point):
    """The calendar day of a point of the window."""
    return START + dt.timedelta(days=point)


def point(date):
    """The point of a calendar day."""
    return (date - START).days


# ---------------------------------------------------------------------------------------------------- timelines


# Strategies are made once, not for each draw: making and checking them costs more than drawing from them.

_PLACES = [st.integers(0, number) for number in range(12)]
_DATE_FORMS = ["{0}", "[{0}..{1}]", "[..{1}]", "[{0}..]"]
_SPAN_FORMS = [*_DATE_FORMS, "{0}/{1}", "{0}/.."]
_SHAPES = [*["actual"] * 3, *["several"] * 2, "denied", "planned", "both", "unknown", "none", "left"]


def pick(draw, items):
    """One of some items."""
    return items[draw(_PLACES[len(items) - 1])]


def seldom(draw, number):
    """Whether one of so many cases is drawn, the simplest one."""
    return draw(_PLACES[number - 1]) == 0


def shuffled(draw, items):
    """The items in any order."""
    left = [*items]
    return [left.pop(draw(_PLACES[len(left) - 1])) for _ in items]


def date_text(draw, *, spans):
    """A date of any form over the window."""
    first, last = sorted((pick(draw, WINDOW), pick(draw, WINDOW)))
    return pick(draw, _SPAN_FORMS if spans else _DATE_FORMS).format(day(first), day(last))


def claims(draw, *, spans=False):
    """What is said of a dated field: one claim or conflicting ones, denials, plans, an absence, or nothing."""
    shape = pick(draw, _SHAPES)
    if shape in {"unknown", "none"}:
        return ce.Absence(shape)
    if shape == "left":
        return ()
    found = []
    if shape in {"actual", "both", "denied"}:
        found.append(ce.Claim(date=date_text(draw, spans=spans)))
    if shape == "several":
        found += [ce.Claim(date=date_text(draw, spans=spans)) for _ in range(pick(draw, [2, 3]))]
    if shape == "denied" or seldom(draw, 10):
        found.append(ce.Claim(date="none"))
    if shape in {"planned", "both"}:
        date = "unknown" if seldom(draw, 4) else date_text(draw, spans=spans)
        found.append(ce.Claim(date=date, basis=pick(draw, ["planned", "expected"])))
    if seldom(draw, 12):
        found.append(ce.Claim(date="unknown"))
    if seldom(draw, 10):
        date = pick(draw, ["unknown", "none", date_text(draw, spans=spans)])
        found.append(ce.Claim(date=date, rank="rejected", note="Invented."))
    return shuffled(draw, found)


def values(draw, actors):
    """What is said of a giver, a receiver or a holder: an actor, two of them, an absence, or nothing."""
    shape = pick(draw, ["one", "one", "one", "one", "two", "absent", "left"])
    if shape == "left":
        return ()
    absences = [ce.Absence.UNKNOWN, ce.Absence.NONE]
    if shape == "absent":
        return pick(draw, absences)
    choices = actors if shape == "one" else [*actors, *absences]
    return [ce.Value(value=pick(draw, choices)) for _ in range(1 if shape == "one" else 2)]


def some_actors(draw):
    """Two to five actors, some of them part of an earlier one or led by one."""
    made = []
    for number in range(pick(draw, [2, 3, 4, 5])):
        whole, leader = (pick(draw, made) if made and pick(draw, [False, True]) else None for _ in range(2))
        made.append(ce.Actor(id=f"actor-{number}", name=f"Actor {number}", part_of=whole, led_by=leader))
    return made


CHANGES = ["handover", "handover", "takeover", "departure", "departure", "ceremony"]
KINDS = [*CHANGES, "arrival", "arrival"]


@st.composite
def timelines(draw, *, bases=2, horizon=False, parted=False):
    """A small timeline whose dates lie in the window; ``parted``: of a base and a part of it, with changes of both."""
    actors = some_actors(draw)
    sites = []
    for number in range(2 if parted else pick(draw, range(1, bases + 1))):
        part = pick(draw, sites) if sites and (parted or seldom(draw, 3)) else None
        guesses = shuffled(draw, sites)[: pick(draw, [0, 1, 2])] if part is None and seldom(draw, 4) else []
        sites.append(
            ce.Base(
                id=f"base-{number}",
                name=f"Base {number}",
                part_of=part,
                holder=values(draw, actors),
                candidates=guesses,
            )
        )
    made, number = [], itertools.count()
    for site in sites:
        undated = 0
        for _ in range(pick(draw, [1, 2] if parted else [1, 2, 3, 3, 4, 4] if bases == 1 else [0, 1, 2, 3])):
            kind = pick(draw, CHANGES if bases == 1 or parted else KINDS)
            when = claims(draw, spans=True)
            undated += point_set(ce.Milestone(id="x", kind=kind, when=when).when)[1]
            if undated > (1 if parted else 2) or (
                undated and len(made) > 3
            ):  # else there are too many worlds
                continue
            passes = ["control"] if kind == "ceremony" and (bases == 1 or seldom(draw, 5)) else None
            made.append(
                ce.Milestone(
                    id=f"m-{pick(draw, range(10))}-{next(number)}",
                    kind=kind,
                    bases=site,
                    from_=values(draw, actors),
                    to=values(draw, actors),
                    when=when,
                    **({"passes": passes} if passes else {}),
                )
            )
    return ce.Timeline(
        id="invented",
        title="Invented",
        revised="2030-07-01",
        evidence_until=day(pick(draw, WINDOW)) if horizon else None,
        actors=actors,
        bases=sites,
        milestones=shuffled(draw, made),
        **stretches(draw),
    )


def stretches(draw):
    """A phase, an agreement and a provision; those whose end the model refuses are left out."""
    made = {"phases": [], "agreements": [], "provisions": []}
    for section, make, fields in (
        ("phases", lambda **more: ce.Phase(id="phase", ordinal=1, **more), ("start", "end")),
        ("agreements", lambda **more: ce.Agreement(id="pact", **more), ("signed", "in_force", "ends")),
        ("provisions", lambda **more: ce.Provision(id="right", text="A right", **more), ("in_force", "ends")),
    ):
        try:
            made[section].append(make(**{field: claims(draw) for field in fields}))
        except ce.FieldError:
            continue
    return made


# ---------------------------------------------------------------------------------------------------- worlds


def _covers(date):
    """The points of a date."""
    low = BEFORE if date.earliest is None else point(date.earliest)
    return frozenset(range(low, NEVER + 1 if date.latest is None else point(date.latest) + 1))


def point_set(field):
    """The points on which something may have happened by its claims, and whether it is said that nobody knows the day.

    A world believes as many claims as can be true together: a point counts if no other satisfies its claims and more.
    """
    live = [claim for claim in field if claim.rank is not ce.Rank.REJECTED]
    actual = [claim.date for claim in live if claim.basis is HAPPENED]
    said = [_covers(date) if date else {NEVER} for date in actual if date is not ce.Absence.UNKNOWN]
    if said:
        agree = {p: frozenset(n for n, days in enumerate(said) if p in days) for p in POINTS}
        return [
            p for p in POINTS if agree[p] and not any(agree[p] < other for other in agree.values())
        ], False
    if ce.Absence.UNKNOWN in (*actual, field.stated_absence):
        return list(POINTS), True
    return ([NEVER] if live or field.stated_absence is ce.Absence.NONE else list(POINTS)), False


def _dated(milestone):
    """Whether somebody gives its days, and it may have happened on one of them."""
    return bool(milestone.when.actual) and point_set(milestone.when)[0] != [NEVER]


def _order(milestone):
    """By the earliest day, or the latest of a reading without one; then the latest; departures first; then the id."""
    points, _ = point_set(milestone.when)
    said = [_covers(claim.date) for claim in milestone.when.actual]
    first = points[0]
    if first == BEFORE:
        first = min(max(days) for days in said if BEFORE in days)
    ends = NEVER if points[-1] >= AFTER else points[-1]
    passes = ce.Passing.CONTROL in milestone.passes
    return (NEVER if first >= AFTER else first, ends, passes, milestone.id)


def tops(actor):
    """The topmost actor."""
    while actor.part_of is not None:
        actor = actor.part_of
    return actor.id


def within(one, whole):
    """Whether an actor is another or part of it."""
    while one is not None:
        if one.id == whole.id:
            return True
        one = one.part_of
    return False


def somebody(*excluded):
    """A holder that nobody knows, but for those that it is not."""
    return ("unknown", frozenset(excluded) - {None})


def choices(field):
    """What one of the live values may be; ``None`` for unknown, ``"none"`` for nobody."""
    live = [value.value for value in field if value.rank is not ce.Rank.REJECTED] or [field.stated_absence]
    unique = {getattr(value, "id", value): value for value in live}.values()
    return [
        value if isinstance(value, ce.Actor) else "none" if value is ce.Absence.NONE else None
        for value in unique
    ]


class Chain:
    """Every world of a base's control."""

    def __init__(self, timeline, base):
        own = [m for m in timeline.milestones if base.id in {b.id for b in m.bases}]
        wholes, whole = set(), base.part_of
        while whole is not None:
            wholes.add(whole.id)
            whole = whole.part_of
        self.of_whole = [m for m in timeline.milestones if m not in own and wholes & {b.id for b in m.bases}]
        here = [*own, *self.of_whole]
        moves = [m for m in here if ce.Passing.CONTROL in m.passes or m.kind is ce.MilestoneKind.DEPARTURE]
        self.actors = {actor.id: actor for actor in timeline.actors}
        self.dated = sorted((m for m in moves if _dated(m)), key=_order)
        self.loose = [m for m in moves if point_set(m.when)[1]]
        self.points = [point_set(m.when)[0] for m in self.dated]
        self.asked = {}
        self.worlds = set()
        for value in choices(base.holder):
            self._walk(0, BEFORE, (as_holder(value), ()), frozenset(range(len(self.loose))))
        self.by_day = self._by_day()

    def _walk(self, place, floor, world, loose):
        """Every way on from here. A world is the first holder and each change (milestone, point, holder), in order.

        ``loose``: the changes on an unknown day that have not come yet, and may come now.
        """
        first, history = world
        holder = history[-1][2] if history else first
        for number in loose:
            for after in self._after(len(self.dated) + number, holder) - {None}:
                for when in range(floor, AFTER + 1):
                    self._walk(place, when, (first, (*history, (None, when, after))), loose - {number})
        if place == len(self.dated):
            self.worlds.add(world)
            return
        name, points = self.dated[place].id, self.points[place]
        for after in self._after(place, holder):
            if after is None or NEVER in points:
                self._walk(place + 1, floor, world, loose)
            for when in points if after is not None else ():
                if floor <= when < NEVER:
                    self._walk(place + 1, when, (first, (*history, (name, when, after))), loose)

    def _after(self, place, holder):
        """Who may hold the base after a milestone, ``None`` if it changes nothing; asked often, found once."""
        if (place, holder) not in self.asked:
            self.asked[place, holder] = self._changed(place, holder)
        return self.asked[place, holder]

    def _changed(self, place, holder):
        milestone, later = [*self.dated, *self.loose][place], self.dated[place + 1 :]
        others = [
            m
            for m in (*later, *(self.dated if milestone in self.loose else ()), *self.loose)
            if m != milestone and m not in self.of_whole
        ]
        later = [m for m in later if m not in self.of_whole]
        if milestone in self.of_whole and not self._reaches(milestone, holder, others):
            return {None}
        found = {None} if milestone in self.of_whole else set()
        for giver, taker in itertools.product(choices(milestone.from_), choices(milestone.to)):
            if ce.Passing.CONTROL in milestone.passes:
                gone = tops(giver) if isinstance(giver, ce.Actor) else None
                found.add(self._taken(taker, gone, later))
            else:
                found |= self._left(holder, giver, taker, later, others)
        return found

    def _reaches(self, milestone, holder, others):
        """Whether a change of the whole may change the part: from a known holder who does not hand it over later."""
        kind, who = holder
        if kind != "actor":
            return False
        who = self.actors[who]
        handing = [
            giver
            for m in others
            if ce.Passing.CONTROL in m.passes and m.kind is not ce.MilestoneKind.TAKEOVER
            for giver in choices(m.from_)
        ]
        givers = [giver for giver in choices(milestone.from_) if isinstance(giver, ce.Actor)]
        kept, gave = (
            [one for one in some if isinstance(one, ce.Actor) and (within(who, one) or within(one, who))]
            for some in (handing, givers)
        )
        return not kept and (not givers or bool(gave))

    def _left(self, holder, leaver, taker, later, others):
        kind, who = holder
        if kind == "nobody" or leaver == "none":
            return {None}
        who = self.actors[who] if kind == "actor" else who
        if leaver is None:
            gone = tops(who) if kind == "actor" else None
            return {self._taken(taker, gone, later), *([None] if kind == "actor" else [])}
        if kind == "actor" and not (within(who, leaver) or within(leaver, who)):
            return {None}
        if kind == "unknown" and tops(leaver) in who:
            return {None}
        for milestone in others:
            if ce.Passing.CONTROL in milestone.passes and milestone.kind is not ce.MilestoneKind.TAKEOVER:
                givers = [giver for giver in choices(milestone.from_) if isinstance(giver, ce.Actor)]
                if any(within(leaver, giver) or within(giver, leaver) for giver in givers):
                    return {None}
        stays = kind == "actor" and not within(who, leaver)
        return {self._taken(taker, tops(leaver), later), *([None] if stays else [])}

    def _taken(self, taker, gone, later):
        if taker is not None:
            return as_holder(taker)
        passing = [m for m in later if ce.Passing.CONTROL in m.passes]
        sure = passing and NEVER not in point_set(passing[0].when)[0]
        takers = choices(passing[0].to) if sure else []
        shared = {tops(one) if isinstance(one, ce.Actor) else None for one in takers}
        return somebody(gone, *(shared if len(shared) == 1 else ()))

    def _by_day(self):
        """For each day of the window everyone who held the base at its end in some world."""
        found = {at: set() for at in WINDOW}
        for first, changes in self.worlds:
            holder, since = first, 0
            for _, when, after in changes:
                for at in range(since, min(when, LENGTH)):
                    found[at].add(holder)
                holder, since = after, max(when, 0)
            for at in range(since, LENGTH):
                found[at].add(holder)
        return found

    def holders(self, at):
        """Everyone who may have held the base at the end of a day of the window."""
        return self.by_day[at]

    def held(self, actor, at):
        """Whether an actor held the base: ``yes``, ``no``, or both where a holder leaves it open, in any world."""
        return answer(itertools.chain.from_iterable(self._held(holder, actor) for holder in self.by_day[at]))

    def _held(self, holder, actor):
        kind, who = holder
        if kind == "actor":
            who = self.actors[who]
            return {True} if within(who, actor) else {True, False} if within(actor, who) else {False}
        return {False} if kind == "nobody" or tops(actor) in who else {True, False}

    def periods(self):
        """For each change that counts in some world: who held the base then, its points, and those of the next."""
        found = {}
        for first, changes in self.worlds:
            dated = [(None, BEFORE, first), *(change for change in changes if change[0] is not None)]
            for place, (milestone, when, holder) in enumerate(dated):
                following = dated[place + 1][1] if place + 1 < len(dated) else NEVER
                holders, since, until = found.setdefault(milestone, (set(), set(), set()))
                holders.add(holder)
                since.add(when)
                until.add(following)
        return found


def answer(truths):
    """The three-valued answer to what is true in some worlds and false in others."""
    found = set(truths)
    if found == {True}:
        return ce.Certainty.CERTAINLY
    return ce.Certainty.NOT if found == {False} else ce.Certainty.POSSIBLY


def as_holder(value):
    """A value as a holder: what is known of it, and the actor's id or the topmost actors that it is not."""
    if isinstance(value, ce.Actor):
        return ("actor", value.id)
    return ("nobody", None) if value == "none" else somebody()


# ---------------------------------------------------------------------------------------------------- the rest


def spoken(field):
    """Whether anything is said that was not rejected."""
    return any(claim.rank is not ce.Rank.REJECTED for claim in field) or bool(not len(field) and field)


def ran(start, end, at):
    """Whether something ran on a day: over every first and last day in which the first is not after the last."""
    last = point_set(end)[0] if spoken(end) else [NEVER]
    pairs = [(s, e) for s in point_set(start)[0] for e in last if s <= e]
    return answer({s <= at <= e for s, e in pairs} or {False})


def stretches_on(timeline, at):
    """Whether each phase, agreement and provision was running."""
    found = {phase.id: ran(phase.start, phase.end, at) for phase in timeline.phases}
    found |= {right.id: ran(right.in_force, right.ends, at) for right in timeline.provisions}
    for pact in timeline.agreements:
        found[pact.id] = ran(pact.in_force if spoken(pact.in_force) else pact.signed, pact.ends, at)
    return found


def presence(timeline, base, actor, at):
    """Whether an actor was at a base; ``None`` if no movement names it."""
    moves = []
    for milestone in timeline.milestones:
        named = {"arrival": milestone.to, "departure": milestone.from_}.get(milestone.kind.value, ())
        undated = point_set(milestone.when)[1]
        who = choices(named) if named != () and (_dated(milestone) or undated) else []
        here = base.id in {b.id for b in milestone.bases}
        if here and any(isinstance(one, ce.Actor) and one.id == actor.id for one in who):
            moves.append((milestone, len(who) == 1, undated))
    if not moves:
        return None
    states = Movements(moves, at).states
    return answer({True, False} if None in states else states)


class Movements:
    """Every world of an actor's movements: whether it was there on a day, ``None`` if nobody says."""

    def __init__(self, moves, at):
        self.at = at
        self.dated = sorted((move for move in moves if not move[2]), key=lambda move: _moved(move[0]))
        self.loose = [move[0] for move in moves if move[2]]
        self.states = set()
        self._walk(0, BEFORE, None, frozenset(range(len(self.loose))))

    def _walk(self, place, floor, then, loose):
        for number in loose:
            for when in range(floor, AFTER + 1):
                self._walk(place, when, self._then(self.loose[number], when, then), loose - {number})
        if place == len(self.dated):
            self.states.add(then)
            return
        milestone, sure, _ = self.dated[place]
        points, _ = point_set(milestone.when)
        if not sure or NEVER in points:
            self._walk(place + 1, floor, then, loose)
        for when in points:
            if floor <= when < NEVER:
                self._walk(place + 1, when, self._then(milestone, when, then), loose)

    def _then(self, milestone, when, then):
        return milestone.kind is ce.MilestoneKind.ARRIVAL if when <= self.at else then


def _moved(milestone):
    first, ends, _, name = _order(milestone)
    return (first, ends, milestone.kind is ce.MilestoneKind.ARRIVAL, name)


def had(timeline, base, kind, wanted, at):
    """Whether a milestone of a kind between actors had happened at a base: the truths of all worlds."""
    truths = [set()]
    for milestone in timeline.milestones:
        if milestone.kind != kind or base.id not in {b.id for b in milestone.bases}:
            continue
        points, undated = point_set(milestone.when)
        if not (milestone.when.actual or undated):
            continue
        mine = [{when <= at for when in points}]
        for name, actor in wanted.items():
            if actor is not None:
                mine.append(set().union(*(_named(one, actor) for one in choices(getattr(milestone, name)))))
        truths.append({all(world) for world in itertools.product(*mine)})
    return {any(world) for world in itertools.product(*(one for one in truths if one))} or {False}


def _named(one, actor):
    if not isinstance(one, ce.Actor):
        return {False} if one == "none" else {True, False}
    return {True} if within(one, actor) else {True, False} if within(actor, one) else {False}


def counted(timeline, kind, wanted, at):
    """The fewest and most distinct sites, and the answer for each base."""
    whole = [base for base in timeline.bases if base.part_of is None]
    truths = [had(timeline, base, kind, wanted, at) for base in whole]
    sites = []
    for base in whole:
        guesses = [value.value for value in base.candidates]
        sites.append({base.id, *(top_site(guess) for guess in guesses)})
    numbers = set()
    for where in itertools.product(*sites):
        identity = {base.id: site for base, site in zip(whole, where, strict=True)}
        found = [identified(base.id, identity) for base in whole]
        for world in itertools.product(*truths):
            numbers.add(len({site for site, true in zip(found, world, strict=True) if true}))
    answers = {base.id: answer(truth) for base, truth in zip(whole, truths, strict=True)}
    return min(numbers), max(numbers), answers


def identified(site, identity):
    """The site that one is, where it may be one that is another in turn."""
    while identity[site] != site:
        site = identity[site]
    return site


def top_site(base):
    """The site of which a base is a part."""
    while base.part_of is not None:
        base = base.part_of
    return base.id

"""What was true on a day, what slipped, what sources disagree on.

``answers`` has three-valued answers and sets of days, ``known`` what was known by a day, ``courses`` changes in known
order, ``holding`` and ``controlling`` who controlled a base, ``presence`` who was there, ``picture`` what a state
answers, ``states`` the state of any day, ``overtime`` of all days, ``slips``, ``tallies`` and ``disputes`` the rest.
"""

from coalition_events.asof.answers import Answer, Because
from coalition_events.asof.controlling import Held, Period, control, held_by
from coalition_events.asof.disputes import Conflict, Saying, conflicts, history
from coalition_events.asof.holding import Holder, chain_of
from coalition_events.asof.known import View
from coalition_events.asof.overtime import OverTime, Ranges
from coalition_events.asof.picture import BaseState, Due, State
from coalition_events.asof.presence import Present
from coalition_events.asof.slips import Slip, slippage
from coalition_events.asof.states import States, state
from coalition_events.asof.tallies import Tally, tally

__all__ = [
    "Answer",
    "BaseState",
    "Because",
    "Conflict",
    "Due",
    "Held",
    "Holder",
    "OverTime",
    "Period",
    "Present",
    "Ranges",
    "Saying",
    "Slip",
    "State",
    "States",
    "Tally",
    "View",
    "chain_of",
    "conflicts",
    "control",
    "held_by",
    "history",
    "slippage",
    "state",
    "tally",
]

"""What was true on a day, what slipped, what sources disagree on.

``answers`` has three-valued answers and sets of days, ``known`` what was known by a day, ``courses`` changes in known
order, ``holding`` and ``controlling`` who controlled a base, ``presence`` who was there, ``picture`` what a state
answers, ``states`` the state of any day, ``overtime`` of all days, ``slips``, ``tallies`` and ``disputes`` the rest.
None of them is imported here: who asks one question seldom asks them all.
"""

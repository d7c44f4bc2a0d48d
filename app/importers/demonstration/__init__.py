"""The demo archive: seventy real joint letters and statements, 1895 to 2026, described by us.

`joint_letters.json` holds the facts in the words of their compiler, `readings.json` how we read each
letter (label and why, target parties, class of each demand, kind of response), `series.py` turns both
into drafts, `founding.py` describes the letter of 27 February 2017 in full, by hand.
"""

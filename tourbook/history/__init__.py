"""The life of every record, as the history of its files tells it: when it appeared, changed and
went.

    chunks   a schedule file cut into its records, so that only those that changed are read
    forms    one form for what can be written in several ways
    facts    a record -> what of it calendars show
    life     what is known of a record up to a moment
    sight    what the events of a stop show of other records, and in whose calendars they are
    aftermath   what a commit means for records that it does not touch
    fold     the lives before a commit + what the commit changed -> the lives after it
    ledger   what the rest of the program asks

Nothing here reads a repository; `history.py` does.
"""

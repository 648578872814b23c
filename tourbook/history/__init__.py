"""Git history -> what happened to every record: when it appeared, changed, moved and was removed.

What records and histories are:

    keys             the kind and the name of a record
    records          what is known of one record
    histories        all records and their former names; the same while a commit is applied
    visibility       what a stop shows of other records, and whose calendars hold it

What a commit says:

    canonical_forms  one form for what can be written in several ways
    chunks           a schedule file cut into its stops and visits
    facts            what calendars show of a record, however it is written
    schedule_facts, file_facts   source files -> facts

History before a commit + facts of the commit -> history after it (pure):

    inheritance      timings that depend on a venue or on school terms
    identities       renames, and the ids that UIDs are made of
    departures       calendars that a record has left
    advance          commits with one parent
    merge            commits with several
    fold             either of them; what they promise

From the repository to the rest of the program:

    git              the plumbing commands
    fact_cache       blobs -> facts
    comparison       two states of the files -> the facts that differ
    deltas           what each commit changed, as it is kept in .tourbook/history
    ledger           what the rest of the program asks
    store            repository and folder -> ledger
"""

"""The command line: ``sokbo``. Stands above everything; one file a noun, each imported only when its command is called.

- ``main``    the table of commands
- ``opened``  what most commands need
- ``output``  what a person reads, what ``--json`` prints (``jsonl``), how errors end; ``spans``  how far back
- ``try_out`` ``preview``, ``match``, ``stories``: the pure readers, no services needed
- ``options``  the flags that say how a source is asked (``source_set``); ``source_recipe``  how it is read
- ``source_add`` ``picks`` ``source_pack``  an address to sources, by choice; starter packs; ``brought``  many at once
- ``source_hub`` ``source_calls`` ``source_lag``  how a source stands with its hub, with a day's calls, how late it is
- ``backfill``  its past
- ``source`` ``watch`` (``watch_timing`` when it hears, ``watch_seen`` what; ``whose`` it is) ``story`` ``channel``
  ``ledger`` ``person`` ``token`` ``opml``  the nouns
- ``doctor`` (``checks``: what it looks at) ``status`` ``backup`` ``key`` ``process``  the
  operator's
- ``up``      one supervised tree on one machine (``tree``), with a newsroom to look at (``demo``)
"""

"""OUT: someone hears.

In the order a headline meets them:

- ``rule``       the text of a rule to a ``tree`` (pure); ``pattern``  its regular expressions (pure)
- ``index``      many rules to the few that a title may satisfy (pure); ``needs`` ``rarity``  by which letters (pure)
- ``subject``    a title made ready for many rules (pure); ``knowledge``  what the matcher knows besides (pure)
- ``match``      tree and title to the reasons why they match (pure)
- ``term``       where one term stands in one title (pure)
- ``boundary`` ``particles`` ``english``  what may touch a word and leave it that word (pure)
- ``compound``   whether Hangul that runs on has a word in it (pure); ``korean``  the analyser that is asked in doubt
- ``past``       a rule on the headlines that are there: ``probe`` what their index is asked (pure); ``apart``  the
  analyser in a process of its own
- ``seeing``     all to know of a rule before it is saved: ``backtest`` what it would have caught, ``neighbours`` what
  else those titles speak of, ``variants`` stricter and looser rules, ``lesson`` what to exclude (pure)
- ``own``        what an installation adds to the tables; ``advice``  what to say beside an odd rule (pure)
- ``meet``       whether a match is told now, as what, or why not (pure)
- ``timing`` ``calendar``  at k outlets, digests, quiet hours; whose day it is (pure)
- ``alert``      what is told to alerts, and alerts to deliveries (pure)
- ``tell``       5. all that in the desk's transaction
- ``release``    5. what was held back, when its time comes
- ``message``    what a message tells, and the body of a hook (pure)
- ``wording``    what a person reads of it (pure)
- ``clipping`` ``clip``  the morning's window, sections and look (pure); made and sent
- ``deliver``    6. claim, send, record
- ``flood``      one summary in place of thousands, for people
- ``unsubscribe``  the address that stops a mail channel with one click (pure)
- ``carriers``   who carries a message, by the kind of channel
- ``outcome``    what an attempt means for its delivery and its channel (pure)
- ``retry``      next attempt or dead, and how long a channel rests (pure)
- ``notice``     what people are told beside alerts
- ``trial``      a test message and its true answer
- ``channels``   one file a channel
"""

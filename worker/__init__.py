"""IN: a headline arrives. The only package that knows Celery.

In the order a headline meets them:

- ``app``       the Celery app: queues, the tick of each second
- ``beat``      the tick itself
- ``wake``      say that there is work; nobody depends on being heard
- ``line``      what the tasks of one process share
- ``tasks``     every task, a few lines each: the table of contents at run time
- ``watchman``  a worker that hears nothing looks for itself
- ``interval``  1. when is a source due again (pure)
- ``poll``      1-4. the whole poll on one screen: claim, fetch, read, ingest
- ``hosts``     2. how many questions a host gets at once (pure)
- ``turns``     2. the same between all workers, by Redis
- ``robots``    2. what robots.txt says of a page (pure); ``heed`` keeps it, ``permission`` asks for a person
- ``rests``     2. which hosts asked to be left alone
- ``fetch``     2. what to ask a source for, and what its answer means (pure)
- ``reading``   3. a fetch that has ended, read
- ``outlet_zone`` 3. where its dates are meant (pure)
- ``read``      3. bytes to Document
- ``known``     3. the entries that need no reading, by their bytes (pure)
- ``sift``      4. which entries are headlines, and which of those are news (pure)
- ``ingest``    4. Document to new headlines and revisions
- ``withdrawn`` 4b. what is gone from between its neighbours
- ``aftermath`` 4. what polls leave beside headlines
- ``naver``     1-3. searches at Naver: what a day's calls are spent on
- ``websub``    1-4. the same by push: hubs, subscriptions, what they send
- ``trouble``   4. when is a source in trouble (pure)
- ``desk``      5. one transaction: group, match, alert, done
- ``by_hand``   5b. what people do to stories: split, join, undo, mute
- ``group``     5a. which story is this (pure)
- ``desk_task`` ``deliver_task`` ``feeds_task``  the loops of the stages behind the poll
- ``rhythm``    4. has a source fallen silent (pure)
- ``catalogue`` what is older than the text index comes into it
- ``lag``       how late a source is (pure)
- ``caretaker`` whoever runs the desk hears of sources in trouble
- ``retention`` what is too old goes
- ``alarm``     the line stands still; ``heartbeat``  or advances; ``measures``  what a process has counted
- ``pasted``    a person pastes an address: what of it is secret (pure)
- ``first_read`` what is there, and keeping it
- ``find``      what its site has beside it
- ``asks``      what a source asks of us, in words (pure)
- ``mend``      a person changes how a board is read
- ``packs``     lists of well-known outlets to begin with
- ``offer``     both together: what a person may pick; ``bring``: many addresses at once, ``gather``: their answers
- ``backfill``  what a source printed before that
- ``serve``     one worker process
"""

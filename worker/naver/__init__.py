"""Naver's news search as a source: ``naver:`` and words, asked with the operator's own key.

All searches share the calls of one day, which are dealt out so that headlines wait as little as can be.

- ``query``    an address, and the question to the API that it stands for (pure)
- ``spread``   how often each search is asked, so that the day's calls last (pure)
- ``account``  the key, and what is left of the day: counted before a call leaves
- ``refusal``  what the API's errors mean, and for how long (pure)
- ``pages``    how far back one page reaches, and whether to turn to the next (pure)
- ``searches`` those that a poll loop has under way
- ``words``    how the day's calls stand, for a person (pure)

What is found is read by `worker.read.naver`.
"""

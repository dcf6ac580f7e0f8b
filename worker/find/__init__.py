"""What an address leads to, for a person who looks for a source: a front page, an article, a page of feeds.

In the order of the search:

- ``candidates``  the values: a hint, a candidate, a pick, what is found in the end, and what a person chooses of it
- ``hints``       where a page says that feeds are: its head, its ``Link`` header, its links
- ``sitemaps``    the news sitemaps that robots.txt names
- ``places``      well-known places, and which addresses are of one site
- ``judge``       what an answer makes of a hint: a candidate, or why it is left out
- ``pace``        how often a candidate would be visited
- ``picks``       each listing once, and the sections of one site together
- ``search``      the whole search, the only one here that fetches
"""

from __future__ import annotations

"""OUT: anyone reads. In the order a headline meets them:

- ``choose``      which headlines a feed holds, and who may see it
- ``page``        a feed as a value, before it has a form
- ``characters``  what XML can carry
- ``render``      a page to the bytes of RSS, Atom or JSON Feed
- ``publish``     bytes kept in memory while nothing has changed, and their ETag
- ``opml``        lists of sources, in and out
"""

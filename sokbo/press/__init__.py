"""How headlines call things: what hanja mean, which names mean the same, which words are words. Pure.

Tables are plain files beside this module, dated where meanings change; an installation adds lines of its own.

- ``sheet``    lines of a plain table: dates, comments, broken lines told and passed over
- ``hanja``    a title with its hanja read, and with those that stand for a word written out (``hanja.txt``)
- ``names``    the other names of a person, body, company or country (``names.txt``)
- ``words``    where Korean words that run on may be parted (``words.txt``)
"""

"""`/api/v1`: the same for programs, by a person's session or token; each sees what is theirs, as on the pages.

- ``asked``        one request by a program, and how it is answered or refused
- ``values``       what is taken: numbers, moments, rules, bodies
- ``rows``         what is said of a headline, a watch, an alert
- ``headlines`` ``stories`` ``watches`` ``backtest`` ``alerts``  one file a noun
- ``table``        every operation on one screen
- ``description``  the same table as OpenAPI 3.1
"""

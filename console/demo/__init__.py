"""The living example of `callboard up --demo`: a support team, four weeks of its calls, and somebody who listens.

`build.fill` makes it once, on an empty database, and writes `demo.json`; `receiver` shows webhooks as they arrive.
"""

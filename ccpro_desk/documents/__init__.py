"""Documents that are given to people: requests, receipts, checklists, letters; as tagged PDF and as text.

A document is data (`model`), of a kind that officers describe (`kinds`, `data/letters/letters.toml`). It is
shown as text (`plain`) and set in type (`pdf`) from the same data: what was read again is what is printed.
"""

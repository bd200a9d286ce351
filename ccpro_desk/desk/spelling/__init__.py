"""Spelling, beside the keys: a dictionary in a process of its own, asked once the agent has stopped typing.

Loading the dictionary takes a tenth of a second, and so does finding what a word was meant to be; the library
holds the interpreter meanwhile. In a process of its own neither ever delays a key.
"""

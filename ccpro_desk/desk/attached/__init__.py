"""Files that came with a contact: what they are, their text, and a private copy for the machine's viewer.

Nothing of them is ever run. What a file is, is told by its content; its name and its declared type only say
whether they agree. Text is extracted in a process of its own that may do next to nothing.
"""

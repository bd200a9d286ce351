"""`scripts/bench answers`: finding among ten thousand, and how well the shipped answers are found."""

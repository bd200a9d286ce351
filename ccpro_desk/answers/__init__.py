"""The scripted answers under `data/answers`: read, checked, found and rendered, without a screen."""

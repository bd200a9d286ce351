"""Appointments with the SIE: when an office receives, which seats there are, and what books one."""

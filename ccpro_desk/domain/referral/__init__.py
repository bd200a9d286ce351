"""The fiche de liaison: what goes to the SIE, what the perimeter says of it, what comes back."""

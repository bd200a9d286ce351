"""What a screen is made of: each widget is given the values it shows and knows no other."""

"""How the board looks: colours, type, and the fonts that ship."""

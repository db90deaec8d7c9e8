"""What ships in `seeds/`, read: the catalogue of series, the claims, and the figure pack."""

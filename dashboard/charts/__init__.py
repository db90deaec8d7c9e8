"""From an indicator's frame to a Plotly figure that carries its title, source and dates."""

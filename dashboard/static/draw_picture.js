// Plotly's own way to a picture, but that the picture has our type in it.
const draw = Plotly.toImage
Plotly.toImage = async (figure, options) => {
  await ready(facesFor(faces, JSON.stringify(figure)))
  const bare = await draw(figure, {...options, format: 'svg', imageDataOnly: true, scale: 1})
  const svg = dressed(options.format == 'svg' ? measured(bare) : bare, faces)
  if (options.format == 'png') return (await pngOf(svg, options)).split(',')[1]
  return options.imageDataOnly ? svg : 'data:image/svg+xml,' + encodeURIComponent(svg)
}

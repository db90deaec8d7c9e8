// Pictures that show our own type wherever they are opened. A picture drawn from an SVG is a document of
// its own and sees no font of the page, so the faces it needs travel inside it.
// A face: {family, weight, range, src}. Used by the page's own buttons and, inside a browser that nobody sees, by
// `claimboard export`.

const facesFor = (faces, text) => {
  const letters = [...new Set(text)].map(letter => letter.codePointAt(0))
  const within = part => {
    const [first, last = first] = part.trim().slice('U+'.length).split('-').map(end => parseInt(end, 16))
    return letters.some(letter => first <= letter && letter <= last)
  }
  return faces.filter(face => face.range.split(',').some(within))
}

const style = faces => '<style>' + faces.map(face =>
  `@font-face{font-family:${face.family};font-weight:${face.weight};unicode-range:${face.range};src:url(${face.src})}`
).join('') + '</style>'

// Plotly measures its text in the page: the faces must be there before. Each is loaded once.
const loads = new Map()
const loaded = async face => {
  const one = new FontFace(face.family.replaceAll("'", ''), `url(${face.src})`,
    {weight: face.weight, unicodeRange: face.range})
  document.fonts.add(await one.load())
}
const ready = faces => Promise.all(faces.map(face => {
  const name = face.family + face.range
  if (!loads.has(name)) loads.set(name, loaded(face))
  return loads.get(name)
}))

const dressed = (svg, faces) => svg.replace('>', '>' + style(facesFor(faces, svg)))

// The drawing with the runs of each text, letters of one style and where they stand, by which others can outline it
// (`dashboard.exports.outlines`). The faces must be ready.
const measured = svg => {
  const place = document.createElement('div')
  place.style = 'position: absolute; left: -9999px; visibility: hidden'
  place.innerHTML = svg
  document.body.append(place)
  for (const text of place.querySelectorAll('text')) {
    const runs = runsOf(text)
    if (runs) text.dataset.runs = JSON.stringify(runs)
  }
  const found = new XMLSerializer().serializeToString(place.firstElementChild)
  place.remove()
  return found
}
const runsOf = text => {
  if (text.getNumberOfChars() !== text.textContent.length) return null  // some are not drawn: which is unknown
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
  const round = number => Math.round(number * 100) / 100
  let [at, runs] = [0, []]
  while (walker.nextNode()) {
    const {fontFamily, fontWeight, fontSize, fill} = getComputedStyle(walker.currentNode.parentElement)
    const letters = [...walker.currentNode.data]
    const stands = letters.map(letter => {
      const start = text.getStartPositionOfChar(at)
      at += letter.length
      return start
    })
    if (letters.length) runs.push({
      text: letters, x: stands.map(one => round(one.x)), y: round(stands[0].y),
      family: fontFamily, weight: fontWeight, size: parseFloat(fontSize), fill
    })
  }
  return runs
}

// The address of a PNG, `scale` times as large as the drawing.
const pngOf = async (svg, {width, height, scale}) => {
  const image = new Image()
  image.src = URL.createObjectURL(new Blob([svg], {type: 'image/svg+xml'}))
  await image.decode()
  const canvas = Object.assign(document.createElement('canvas'), {width: width * scale, height: height * scale})
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height)
  URL.revokeObjectURL(image.src)
  return canvas.toDataURL('image/png')
}

// The chart on the page is drawn once more for the file: of exactly its size, and light, since it is for paper.
// Below `picture_fonts.js`, whose functions it calls.
// The faces as the page has them, each where its file is.
const linked = () => {
  const sheet = [...document.styleSheets].find(one => one.href?.endsWith('/fonts/faces.css'))
  return [...sheet.cssRules].map(({style}) => ({
    family: style.getPropertyValue('font-family').replaceAll('"', "'"),
    weight: style.getPropertyValue('font-weight'),
    range: style.getPropertyValue('unicode-range'),
    src: new URL(style.getPropertyValue('src').match(/url\("(.+?)"\)/)[1], sheet.href)
  }))
}
const address = async url => {
  const font = await (await fetch(url)).blob()
  return new Promise(done => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result)
    reader.readAsDataURL(font)
  })
}
const save = (href, name) => Object.assign(document.createElement('a'), {href, download: name}).click()

const rgb = hex => `rgb(${[1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16)).join(', ')})`
const lit = (svg, colours) => {
  const light = new Map(colours.flatMap(([dark, light]) => [[dark.toLowerCase(), light], [rgb(dark), rgb(light)]]))
  return svg.replace(/#[0-9a-f]{6}|rgb\(\d+, \d+, \d+\)/gi, one => light.get(one.toLowerCase()) ?? one)
}

export default function ({data, parentElement}) {
  const picture = async format => {
    const chart = document.querySelector(`.st-key-${data.place} .js-plotly-plot`)
    const drawn = chart.querySelector('.main-svg')
    const [width, height] = ['width', 'height'].map(side => Number(drawn.getAttribute(side)))
    const name = data.sized ? `${data.name}-${width}x${height}` : data.name
    const bare = await Plotly.toImage(chart, {format: 'svg', imageDataOnly: true, width, height})
    const faces = await Promise.all(facesFor(linked(), bare).map(async f => ({...f, src: await address(f.src)})))
    const svg = dressed(lit(bare, data.colours), faces)
    if (format == 'png') return save(await pngOf(svg, {width, height, scale: 2}), `${name}.png`)
    const file = URL.createObjectURL(new Blob([svg], {type: 'image/svg+xml'}))
    save(file, `${name}.svg`)
    setTimeout(() => URL.revokeObjectURL(file), 10000)
  }
  for (const button of parentElement.querySelectorAll('button')) {
    button.textContent = data.labels[button.dataset.format]
    button.title = data.help
    button.onclick = () => picture(button.dataset.format)
  }
}

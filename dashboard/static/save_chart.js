// The chart on the page is drawn once more for the file: of exactly its size, and light, since it is for paper.
// Below `picture_fonts.js` and `picture_files.js`, whose functions it calls.
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
const saved = (content, name) => {
  const href = URL.createObjectURL(content)
  Object.assign(document.createElement('a'), {href, download: name}).click()
  setTimeout(() => URL.revokeObjectURL(href), 10000)
}

const rgb = hex => `rgb(${[1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16)).join(', ')})`
const lit = (svg, colours) => {
  const light = new Map(colours.flatMap(([dark, light]) => [[dark.toLowerCase(), light], [rgb(dark), rgb(light)]]))
  return svg.replace(/#[0-9a-f]{6}|rgb\(\d+, \d+, \d+\)/gi, one => light.get(one.toLowerCase()) ?? one)
}

// Outlines come from the server, which has the glyphs; where it does not answer, the drawing carries the faces instead.
const outlined = async (svg, place) => {
  const parts = new DOMParser().parseFromString(svg, 'image/svg+xml')
  const texts = [...parts.querySelectorAll('text[data-runs]')]
  const of = String(performance.now())
  const drawn = await new Promise(done => {
    place.outlined = outlines => { if (outlines?.of === of) done(outlines.texts) }
    place.tell('texts', {of, texts: texts.map(text => JSON.parse(text.dataset.runs))})
    setTimeout(done, 10000)
  })
  if (!drawn) return null
  texts.forEach((text, n) => {
    const group = parts.createElementNS('http://www.w3.org/2000/svg', 'g')
    if (text.hasAttribute('transform')) group.setAttribute('transform', text.getAttribute('transform'))
    group.innerHTML = drawn[n]
    text.replaceWith(group)
  })
  return new XMLSerializer().serializeToString(parts)
}

// On paper of its own size, by the browser's print window, which saves it as a PDF: its words and lines stay what they are.
const printed = async (svg, {width, height, name}) => {
  const frame = document.createElement('iframe')
  frame.className = 'cb-paper'
  frame.style = 'position: fixed; left: -9999px; border: 0'
  document.body.append(frame)
  const {contentDocument: paper, contentWindow: view} = frame
  const sheet = Object.assign(paper.createElement('style'), {
    textContent: `@page { size: ${width}px ${height}px; margin: 0 } img { position: fixed; inset: 0; width: 100%; height: 100% }`
  })
  const picture = Object.assign(paper.createElement('img'), {src: `data:image/svg+xml,${encodeURIComponent(svg)}`})
  paper.title = name
  paper.head.append(sheet)
  paper.body.append(picture)
  await picture.decode()
  view.onafterprint = () => setTimeout(() => frame.remove())
  view.print()
}

export default function ({data, parentElement, setTriggerValue}) {
  const place = parentElement.querySelector('.cb-save')
  Object.assign(place, {told: data, tell: setTriggerValue})
  place.outlined?.(data.outlines)
  const drawing = async () => {
    const {told} = place
    const chart = document.querySelector(`.st-key-${told.place} .js-plotly-plot`)
    const drawn = chart.querySelector('.main-svg')
    const [width, height] = ['width', 'height'].map(side => Number(drawn.getAttribute(side)))
    const bare = lit(await Plotly.toImage(chart, {format: 'svg', imageDataOnly: true, width, height}), told.colours)
    const withFaces = async svg => {
      const faces = await Promise.all(facesFor(linked(), svg).map(async f => ({...f, src: await address(f.src)})))
      return dressed(svg, faces)
    }
    return {bare, withFaces, width, height, name: told.sized ? `${told.name}-${width}x${height}` : told.name}
  }
  const png = async ({bare, withFaces, width, height}) =>
    markedPng(await pngOf(await withFaces(bare), {width, height, scale: 2}), place.told.about, 2)
  const acts = {
    copy: async button => {
      const picture = drawing().then(png)
      await navigator.clipboard.write([new ClipboardItem({'image/png': picture})])
      button.textContent = place.told.done
      setTimeout(() => { button.textContent = place.told.labels.copy }, 2000)
    },
    png: async () => {
      const one = await drawing()
      saved(await png(one), `${one.name}.png`)
    },
    svg: async () => {
      const one = await drawing()
      const svg = await outlined(measured(one.bare), place) ?? await one.withFaces(one.bare)
      saved(new Blob([markedSvg(svg, place.told.about)], {type: 'image/svg+xml'}), `${one.name}.svg`)
    },
    pdf: async button => {
      if (!window.print) return button.textContent = place.told.unprinted
      const one = await drawing()
      await printed(await one.withFaces(one.bare), one)
    },
  }
  const offered = JSON.stringify(data.labels)
  if (place.dataset.offered === offered) return
  place.dataset.offered = offered
  // The menu that opens a card is in its way: closed as Escape does it, which gives the keyboard back to its button.
  place.closest('[data-testid=stPopoverBody]')?.addEventListener('click', ({target}) => {
    const leave = () => target.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))
    if (target.closest('.stButton')) setTimeout(leave)  // once the click has been heard
  })
  place.replaceChildren(...Object.entries(data.labels).map(([act, label]) => {
    const button = Object.assign(document.createElement('button'), {type: 'button', textContent: label, title: act === 'pdf' ? data.printing : data.help})
    button.hidden = act === 'copy' && !navigator.clipboard?.write
    button.onclick = () => acts[act](button)
    return button
  }))
}

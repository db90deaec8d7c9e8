// Plotly measures words once and keeps what it measured: our type must be there before it draws. Under a finger a chart
// does not zoom, for a swipe is to scroll the page. Of Plotly's own buttons none is wanted that leaves the file: one of
// them uploads the chart to its maker.
const still = matchMedia('(pointer: coarse)').matches ? {dragmode: false} : {}
const buttons = [['toImage', 'resetScale2d']]

const unpack = async packed => {
  const bytes = Uint8Array.from(atob(packed), letter => letter.charCodeAt(0))
  const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  document.head.append(Object.assign(document.createElement('script'), {textContent: await new Response(whole).text()}))
}

Promise.all([unpack(document.querySelector('script.packed').textContent), ...[...document.fonts].map(face => face.load())]).then(() => {
  for (const one of document.querySelectorAll('script.figure')) {
    const {data, layout} = JSON.parse(one.textContent)
    Plotly.newPlot(one.previousElementSibling.firstElementChild, data, {...layout, ...still}, {displaylogo: false, modeBarButtons: buttons})
  }
})

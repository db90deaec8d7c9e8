// Charts of a published site: drawings that become charts with values when a reader asks. Plotly is fetched then, once; the
// figures come as scripts, for a page opened from a disk may fetch nothing else.
const home = document.currentScript.dataset
const figures = {}
window.claimboard = {figure: (id, told) => { figures[id] = told }}

const fetched = {}
const fetch_script = address => fetched[address] ??= new Promise((done, failed) => {
  const script = Object.assign(document.createElement('script'), {src: address, onload: done, onerror: () => { delete fetched[address]; failed(address) }})
  document.head.append(script)
})

const dark = matchMedia('(prefers-color-scheme: dark)')
const painted = told => JSON.parse(dark.matches
  ? Object.entries(colours).reduce((text, [light, other]) => text.replaceAll(light, other), JSON.stringify(told)) : JSON.stringify(told))

const draw = async chart => {
  const [told, width] = [figures[chart.dataset.chart], chart.clientWidth]
  const {data, layout} = painted(width < 544 ? {data: told.phone.data ?? told.wide.data, layout: told.phone.layout} : told.wide)
  const still = matchMedia('(pointer: coarse)').matches ? {dragmode: false} : {}
  let place = chart.querySelector('.plot')
  if (!place) {
    place = Object.assign(document.createElement('div'), {className: 'plot'})
    chart.querySelector('.picture').append(place)
  }
  await Plotly.react(place, data, {...layout, ...still, width: Math.min(width + 8, 864)}, {displaylogo: false, displayModeBar: false})
}

const open = async chart => {
  const button = chart.querySelector('.cb-open')
  if (chart.classList.contains('live') || button.disabled) return
  button.disabled = true
  try {
    await Promise.all([fetch_script(home.plotly), fetch_script(chart.dataset.figure), document.fonts.ready])
    chart.classList.add('live')
    await draw(chart)
    button.remove()
  } catch {
    chart.classList.remove('live')
    button.disabled = false
  }
}

for (const chart of document.querySelectorAll('.cb-chart[data-figure]')) {
  chart.classList.add('ready')
  chart.querySelector('.cb-open').hidden = false
  chart.addEventListener('click', event => { if (event.target.closest('.picture, .cb-open')) open(chart) })
}
const again = () => document.querySelectorAll('.cb-chart.live').forEach(draw)
dark.addEventListener('change', again)
let resting
addEventListener('resize', () => { clearTimeout(resting); resting = setTimeout(again, 150) })
// A server shows a folder by its name alone.
if (location.protocol !== 'file:' && location.pathname.endsWith('/index.html')) {
  history.replaceState(null, '', location.pathname.slice(0, -'index.html'.length) + location.search + location.hash)
}

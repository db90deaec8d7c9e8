// The server may be behind the reader, or asleep: every choice is in the address at once, so the link is made of that
// when it is asked for. Told is only what is in no control: claim, chart and figures.
const touched = ['wheel', 'touchstart', 'keydown', 'pointerdown']

function address(told, what) {
  const link = new URL(location.href)
  const [here, query] = [link.searchParams, new URLSearchParams(told.query)]
  for (const key of told.bound) {
    query.delete(key)
    const chosen = here.has(key) ? here.getAll(key) : told.usual[key] ?? []
    for (const value of chosen) query.append(key, value)
  }
  const moment = told.moments[here.get('figures') ?? '']
  if (what === 'newest') query.delete('data')
  else if (moment) query.set('data', moment)
  link.search = query
  link.hash = ''
  return link.href
}

// What another page writes to frame the claim with this chart: its newest figures, as an article is read for years.
function frame(told) {
  const there = new URL(address(told, 'newest'))
  there.pathname = new URL(`embed/${told.framed.claim}`, window.__streamlit.BACKEND_BASE_URL).pathname
  for (const key of ['claim', 'quote', 'figures']) there.searchParams.delete(key)
  const made = Object.assign(document.createElement('iframe'), { src: there.href, title: told.framed.title, loading: 'lazy' })
  Object.assign(made, { width: told.framed.width, height: told.framed.height })
  made.setAttribute('style', `border:0;width:100%;max-width:${told.framed.width}px`)
  return made.outerHTML
}

function bring(chart) {
  const column = document.querySelector('[data-testid=stMainBlockContainer]')
  const here = () => document.querySelector(`.st-key-exhibit-${CSS.escape(chart)}`)?.scrollIntoView()
  const observer = new ResizeObserver(here)  // charts above are still being drawn
  const stop = () => { observer.disconnect(); touched.forEach(kind => removeEventListener(kind, stop)) }
  observer.observe(column)
  touched.forEach(kind => addEventListener(kind, stop, { passive: true }))
  setTimeout(stop, 5000)
}

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector('.cb-links')
  const field = Object.assign(document.createElement('input'), { readOnly: true, hidden: true, ariaLabel: data.field })
  const offer = ([what, label]) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label })
    button.setAttribute('aria-live', 'polite')
    button.onclick = async () => {
      const { told } = place
      const link = address(told, what)
      const words = what === 'caption' ? `${told.caption} ${link}` : what === 'embed' ? frame(told) : link
      try {
        await navigator.clipboard.writeText(words)
        button.textContent = told.done
        setTimeout(() => { button.textContent = label }, 2000)
      } catch {  // refused, or not offered over plain http
        field.hidden = false
        field.value = words
        field.select()
      }
    }
    return button
  }
  place.told = data
  const offered = JSON.stringify(data.offers)
  if (place.dataset.offered !== offered) {  // a rerun meanwhile takes away neither the keyboard nor the field
    place.dataset.offered = offered
    place.replaceChildren(...Object.entries(data.offers).map(offer), field)
  }
  const page = document.documentElement.dataset  // a link leads to its chart once
  const chart = new URLSearchParams(location.search).get('chart')
  if (data.leads && chart && !page.brought) {
    page.brought = chart
    bring(chart)
  }
}

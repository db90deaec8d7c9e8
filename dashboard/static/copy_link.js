// Charts rerun by themselves, so what is chosen elsewhere on the page is taken from the address when clicked.
const touched = ['wheel', 'touchstart', 'keydown', 'pointerdown']

function address(told) {
  const link = new URL(location.href)
  const query = new URLSearchParams(told.query)
  for (const key of told.elsewhere) {
    query.delete(key)
    for (const value of new URLSearchParams(location.search).getAll(key)) query.append(key, value)
  }
  link.search = query
  link.hash = ''
  return link.href
}

function bring(chart) {
  const column = document.querySelector('[data-testid=stMainBlockContainer]')
  const here = () => document.querySelector(`.st-key-exhibit-${chart}`)?.scrollIntoView()
  const observer = new ResizeObserver(here)  // charts above are still being drawn
  const stop = () => { observer.disconnect(); touched.forEach(kind => removeEventListener(kind, stop)) }
  observer.observe(column)
  touched.forEach(kind => addEventListener(kind, stop, { passive: true }))
  setTimeout(stop, 5000)
}

export default function ({ data, parentElement }) {
  const [button, field] = ['button', 'input'].map(name => parentElement.querySelector(name))
  button.textContent = data.label
  field.setAttribute('aria-label', data.field)
  button.onclick = async () => {
    const link = address(data)
    try {
      await navigator.clipboard.writeText(link)
      button.textContent = data.done
      setTimeout(() => { button.textContent = data.label }, 2000)
    } catch {  // refused, or not offered over plain http
      field.hidden = false
      field.value = link
      field.select()
    }
  }
  const page = document.documentElement.dataset  // a link leads to its chart once
  if (data.chart && !page.brought && new URLSearchParams(location.search).get('chart') === data.chart) {
    page.brought = data.chart
    bring(data.chart)
  }
}

// A link to one entry of a long page leads there, once, when it and what stands above it have been drawn.
const touched = ['wheel', 'touchstart', 'keydown', 'pointerdown']

export default function ({ data, parentElement }) {
  if (parentElement.brought === data.entry) return
  parentElement.brought = data.entry
  const bring = () => document.querySelector(`.${CSS.escape(data.entry)}`)?.scrollIntoView()
  const observer = new ResizeObserver(bring)
  const stop = () => { observer.disconnect(); touched.forEach(kind => removeEventListener(kind, stop)) }
  observer.observe(document.querySelector('[data-testid=stMainBlockContainer]'))
  touched.forEach(kind => addEventListener(kind, stop, { passive: true }))
  setTimeout(stop, 5000)
  return stop
}

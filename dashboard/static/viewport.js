// A name is said, and only when it changes: a width in pixels would rerun the page at every drag.
let told = 'roomy'
const touched = matchMedia('(pointer: coarse)')
export default function ({ data, setStateValue }) {
  const column = document.querySelector('[data-testid=stMainBlockContainer]')
  const tell = () => {
    const style = getComputedStyle(column)
    const width = column.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    const widthClass = ['roomy', 'full', 'wide', 'middle'].find(name => width >= data[name]) ?? 'narrow'
    const size = widthClass + (touched.matches ? ' touched' : '')
    if (size !== told) setStateValue('size', told = size)
  }
  const observer = new ResizeObserver(tell)
  observer.observe(column)
  return () => observer.disconnect()
}

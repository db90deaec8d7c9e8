// What is on the page may have changed since it was sent, so the link is made of the address when it is needed.
export default function ({ data, parentElement }) {
  const nav = parentElement.querySelector('nav')
  nav.setAttribute('aria-label', data.label)
  nav.replaceChildren(...Object.entries(data.names).map(([code, name]) => {
    const link = Object.assign(document.createElement('a'), { textContent: name, lang: code, hreflang: code })
    const lead = () => {
      const there = new URL(location.href)
      there.searchParams.set('lang', code)
      link.href = there.href
    }
    for (const kind of ['pointerenter', 'pointerdown', 'focus', 'click']) link.addEventListener(kind, lead)
    lead()
    if (code === data.spoken) link.setAttribute('aria-current', 'true')
    return link
  }))
}

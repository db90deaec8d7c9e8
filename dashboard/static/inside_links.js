// Links of our own HTML open inside the app, as those of the navigation do: without loading the page again.
export default function ({ data, setTriggerValue }) {
  const inside = link => link && link.origin === location.origin && !link.target && !link.hasAttribute('download')
    && link.pathname.startsWith(data.base) && data.pages.includes(link.pathname.slice(data.base.length))
  const open = event => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const link = event.composedPath().find(one => one.tagName === 'A')
    if (!inside(link) || !link.closest('[data-testid=stHtml]')) return
    event.preventDefault()
    setTriggerValue('go', link.pathname.slice(data.base.length) + link.search)
    scrollTo(0, 0)
  }
  document.addEventListener('click', open)
  return () => document.removeEventListener('click', open)
}

// First in the head of every page: where the board is. The server says how many parts of the path are the page's own,
// and what is before them is the board's, whether a proxy in front takes that off or passes it on.
(({ depth, names }) => {
  const path = location.pathname
  const parts = path.split('/')
  if (depth === '0' && parts.at(-1)) location.replace(`${path}/${location.search}${location.hash}`)
  const root = `${location.origin}${parts.slice(0, -Math.max(depth, 1)).join('/')}/`
  window.__streamlit = { BACKEND_BASE_URL: root, MAIN_PAGE_BASE_URL: root }

  // A proxy that asks by a name of its own hides this one from the server, which would refuse to talk to the page.
  const isOurs = name => URL.parse(`${location.protocol}//${name}`)?.host === location.host
  if (!names.split(' ').some(isOurs)) {
    const advice = `Claimboard does not answer to pages of ${location.host}. ` +
      'Who runs it lets a name in by adding it to CLAIMBOARD_ALLOWED_HOSTS.'
    document.write('<plaintext>')
    addEventListener('DOMContentLoaded', () => { document.body.textContent = advice })
  }
})(document.currentScript.dataset)

// What Streamlit's markup lacks for who hears the page, or has no mouse.
const sections = '[data-testid=stSidebarNavItems] > div:not([role])'
const opened = '[data-testid=stPopoverBody]:not([tabindex])'

const mend = () => {
  // Sections of the navigation are divs in a list, which leaves their items in none: each becomes a list with a name.
  document.querySelectorAll(sections).forEach((section, n) => {
    const [list, name] = [section.parentElement, section.querySelector('header')]
    name.id = `cb-section-${n}`
    section.role = 'list'
    section.setAttribute('aria-labelledby', name.id)
    for (const one of [list, ...list.querySelectorAll(':scope > li')]) one.role = 'none'
  })
  // What a popover shows is at the end of the page: without this it is the last that Tab comes to.
  const popover = document.querySelector(opened)
  if (popover) {
    popover.tabIndex = -1
    popover.focus({ preventScroll: true })
  }
}

new MutationObserver(mend).observe(document, { childList: true, subtree: true })

// Dialogs and menus stand outside the element that Streamlit gives its colour scheme, and take the keyboard when opened.
addEventListener('focusin', () => {
  const app = document.querySelector('.stApp')
  if (app) document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme
})

// A chart is drawn for the width of the screen: paper, mostly narrower, shrinks it by this (see the style sheet).
addEventListener('beforeprint', () => {
  const app = document.querySelector('.stApp')
  document.documentElement.classList.toggle('cb-dark', !!app && getComputedStyle(app).colorScheme == 'dark')
  for (const plot of document.querySelectorAll('.js-plotly-plot')) plot.style.setProperty('--cb-drawn', `${plot.offsetWidth}px`)
})

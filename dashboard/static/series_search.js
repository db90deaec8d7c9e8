// Finds series by id, other names, title or agency, best match first; Enter takes the marked one and nothing else.
const MOST = 50
const plain = text => (text.toLowerCase().replaceAll('&', '').match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')

function prepared({ id, title, more, unsaid, names }) {
  const called = [id, ...names].map(plain)
  const titled = plain(title)
  return { called, titled, whole: [...called, titled, ...[more, ...unsaid].map(plain)].join(' ') }
}

// How well a choice meets what is asked: 0 is best; none: not at all.
function rank({ called, titled, whole }, asked) {
  const words = asked.split(' ')
  const begun = text => words.every(word => ` ${text}`.includes(` ${word}`))
  return [
    called.includes(asked) || titled === asked,
    called.some(name => name.startsWith(asked)),
    titled.startsWith(asked),
    called.some(begun),
    begun(titled),
    begun(whole),
    asked.length > 2 && words.every(word => whole.includes(word)),
  ].indexOf(true)
}

function matches(choices, asked) {
  if (!asked) return choices
  const ranked = choices.map(choice => [rank(choice.ready ??= prepared(choice), asked), choice])
  return ranked.filter(([place]) => place >= 0).sort(([one], [other]) => one - other).map(([, choice]) => choice).slice(0, MOST)
}

const made = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more })

function row(choice, number, letters) {
  const item = made('li', '', { id: `found-${number}`, role: 'option' })
  item.append(made('b', choice.shown), made('span', choice.title), made('small', letters[choice.id] ?? choice.more))
  item.setAttribute('aria-selected', 'false')
  return item
}

function chosenRow({ letter, id, title, described }, words, drop) {
  const item = made('li', '')
  const button = made('button', '×', { type: 'button', onclick: () => drop(id) })
  button.setAttribute('aria-label', words.remove.replace('{id}', id))
  item.append(made('b', letter), made('span', id), made('span', title), made('small', described), button)
  return item
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [label, field, list, status, chosen] = ['label', 'input', 'ul', '[role=status]', 'ol'].map(name => parentElement.querySelector(name))
  const { words } = data
  const letters = Object.fromEntries(data.chosen.map(({ id, letter }) => [id, letter]))
  let found = []
  let marked = -1

  label.textContent = words.label
  field.placeholder = words.placeholder
  list.setAttribute('aria-label', words.label)
  chosen.replaceChildren(...data.chosen.map(one => chosenRow(one, words, id => setTriggerValue('drop', id))))

  const mark = number => {
    list.children[marked]?.setAttribute('aria-selected', 'false')
    marked = number
    const item = list.children[marked]
    item?.setAttribute('aria-selected', 'true')
    item?.scrollIntoView({ block: 'nearest' })
    if (item) field.setAttribute('aria-activedescendant', item.id)
    else field.removeAttribute('aria-activedescendant')
  }
  const close = () => {
    list.hidden = true
    status.textContent = ''
    field.setAttribute('aria-expanded', 'false')
    mark(-1)
  }
  const open = () => {
    const asked = plain(field.value)
    found = matches(data.choices, asked)
    list.replaceChildren(...found.map((choice, number) => row(choice, number, letters)))
    list.hidden = !found.length
    field.setAttribute('aria-expanded', String(!list.hidden))
    status.textContent = found.length ? '' : words.none
    marked = -1
    mark(asked && found.length ? 0 : -1)
  }
  const take = choice => {
    field.value = ''
    close()
    if (!(choice.id in letters)) setTriggerValue('take', choice.id)
  }
  const keys = {
    ArrowDown: () => (list.hidden ? open() : mark(Math.min(marked + 1, found.length - 1))),
    ArrowUp: () => mark(Math.max(marked - 1, 0)),
    Enter: () => { if (found[marked] && !list.hidden) take(found[marked]) },
    Escape: () => { if (list.hidden) field.value = ''; close() },
  }

  field.oninput = () => (field.value.trim() ? open() : close())
  field.onclick = () => { if (list.hidden) open() }
  field.onblur = close
  field.onkeydown = event => {
    if (event.isComposing || !keys[event.key]) return  // Enter that ends a composition takes nothing
    event.preventDefault()
    keys[event.key]()
  }
  list.onpointerdown = event => event.preventDefault()  // the field keeps the focus
  list.onclick = event => {
    const item = event.target.closest('li')
    if (item) take(found[[...list.children].indexOf(item)])
  }
}

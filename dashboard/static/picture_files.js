// What a picture's file says of itself, and how large it is meant to be: a PNG without it is pasted at twice its size.
// Used by the page's own buttons; `claimboard export` writes the same (`dashboard.exports.files`).
const crcs = [...Array(256).keys()].map(n => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ n >>> 1 : n >>> 1
  return n >>> 0
})
const crc = bytes => ~bytes.reduce((sum, byte) => crcs[(sum ^ byte) & 255] ^ sum >>> 8, -1) >>> 0
const four = number => [24, 16, 8, 0].map(shift => number >>> shift & 255)
const chunk = (kind, body) => {
  const named = [...new TextEncoder().encode(kind), ...body]
  return [...four(body.length), ...named, ...four(crc(named))]
}
const wordsOf = (name, text) => {
  const key = [...new TextEncoder().encode(name), 0]
  const isLatin = /^[\0-\xff]*$/.test(text)  // other letters need iTXt; its empty fields: not compressed, no language
  return isLatin
    ? chunk('tEXt', [...key, ...[...text].map(letter => letter.charCodeAt(0))])
    : chunk('iTXt', [...key, 0, 0, 0, 0, ...new TextEncoder().encode(text)])
}

// The PNG at an address, `scale` pixels for each of 96 to the inch, with its words behind the header, which has 33 bytes.
const markedPng = (address, about, scale) => {
  const bytes = Uint8Array.from(atob(address.split(',')[1]), letter => letter.charCodeAt(0))
  const dots = four(Math.round(96 * scale / 0.0254))
  const said = Object.entries(about).flatMap(([name, text]) => wordsOf(name, text))
  const inserted = Uint8Array.from([...chunk('pHYs', [...dots, ...dots, 1]), ...said])
  return new Blob([bytes.slice(0, 33), inserted, bytes.slice(33)], {type: 'image/png'})
}

const escaped = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const markedSvg = (svg, {Title, Description, ...rest}) => {
  const others = Object.entries(rest).map(([name, text]) => `${name}: ${text}`).join('; ')
  const said = {title: Title, desc: Description ?? '', metadata: others}
  const parts = Object.entries(said).map(([tag, text]) => `<${tag}>${escaped(text)}</${tag}>`)
  return svg.replace('>', '>' + parts.join(''))
}

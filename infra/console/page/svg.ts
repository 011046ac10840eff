const namespace = 'http://www.w3.org/2000/svg'

/** An element of a drawing, with attributes and children; texts become text nodes. */
export const shape = (
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Node | string)[]
): SVGElement => {
  const element = document.createElementNS(namespace, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  element.append(...children)
  return element
}

/** A drawing of its own coordinates that takes the width there is, with what it shows in words. */
export const drawing = (width: number, height: number, label: string, ...children: readonly Node[]): SVGElement =>
  shape('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label }, ...children)

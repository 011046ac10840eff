export type Child = Node | string | null

type Attributes = Readonly<Record<string, string | number | boolean | null>>

/** An element with attributes and children. Texts become text nodes, never markup; null and false leave an attribute out. */
export const make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value))
  element.append(...children.filter(child => child !== null))
  return element
}

/** A button that acts when pressed. */
export const button = (label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement => {
  const made = make('button', { type: 'button', ...attributes }, label)
  made.addEventListener('click', act)
  return made
}

/** The element of the page with this id, of this kind. Throws where the page has none: page and script differ then. */
export const byId = <Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind => {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new Error(`the page has no ${kind.name} #${id}`)
}

/** A list of terms and what they are; a term without a value is left out. */
export const terms = (pairs: readonly (readonly [term: string, value: Child])[]): HTMLElement =>
  make(
    'dl',
    { class: 'terms' },
    ...pairs.flatMap(([term, value]) =>
      value === null || value === '' ? [] : [make('dt', {}, term), make('dd', {}, value)],
    ),
  )

/** Sets a custom property that the style sheet draws by; inline style attributes are forbidden here. */
export const draw = (element: HTMLElement, name: `--${string}`, value: number | string): void =>
  element.style.setProperty(name, String(value))

import { make } from './dom.ts'

const leaf = (value: unknown): HTMLElement =>
  make('span', { class: `value ${value === null ? 'null' : typeof value}` }, value === '' ? '(empty)' : String(value))

const isLeaf = (value: unknown): boolean => typeof value !== 'object' || value === null

const entriesOf = (value: object): readonly (readonly [name: string, value: unknown])[] =>
  Array.isArray(value) ? value.map((item, i) => [String(i), item]) : Object.entries(value)

/** JSON as nested lists of names and values; empty lists and objects are left out, for they say nothing. */
export const tree = (value: unknown): HTMLElement => {
  if (isLeaf(value)) return leaf(value)
  const entries = entriesOf(value as object).filter(
    ([, inner]) => isLeaf(inner) || entriesOf(inner as object).length > 0,
  )
  if (Array.isArray(value) && value.every(isLeaf)) return make('span', { class: 'value' }, value.join(', '))
  return make(
    'dl',
    { class: 'tree' },
    ...entries.flatMap(([name, inner]) => {
      const drawn = tree(inner)
      const nested = drawn.tagName === 'DL' && 'nested'
      return [make('dt', { class: nested }, name), make('dd', { class: nested }, drawn)]
    }),
  )
}

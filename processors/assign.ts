import { turnstreamError } from './errors.ts'

/** A configuration on its way to be parsed. */
export type Tree = { [key: string]: unknown }

/** A member of this name would change what every object has, instead of setting an option. */
const forbidden = '__proto__'

/** A reviver for JSON.parse. Throws CONFIG_INVALID. */
export const refuseForbidden = (key: string, value: unknown): unknown => {
  if (key === forbidden) throw turnstreamError('CONFIG_INVALID', `${forbidden}: is no option`)
  return value
}

/** Sets what lies at a path, over what is there. Throws CONFIG_INVALID. */
export const assign = (tree: Tree, path: readonly string[], value: unknown): void => {
  const [head, ...rest] = path
  if (head === undefined) return
  refuseForbidden(head, value)
  if (rest.length === 0) {
    tree[head] = value
    return
  }
  const next = Object.hasOwn(tree, head) ? tree[head] : undefined
  const branch: Tree = typeof next === 'object' && next !== null && !Array.isArray(next) ? (next as Tree) : {}
  tree[head] = branch
  assign(branch, rest, value)
}

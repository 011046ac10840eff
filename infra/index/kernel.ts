import { readFileSync } from 'node:fs'

/** A matrix of bytes outside the JavaScript heap, in blocks of rows, and the products of its rows with a vector. */
export interface Kernel {
  readonly rowsOfBlock: number
  /** A block of its own until it is freed. */
  allocate(): number
  free(block: number): void
  /** The bytes of a row, until the next `allocate`. */
  row(block: number, row: number): Int8Array<ArrayBuffer>
  /** The vector that `scan` multiplies with. */
  ask(query: Int16Array): void
  /** Products of the query with the first `rows` rows of a block, until the next call; what lies behind means nothing. */
  scan(block: number, rows: number): Int32Array
}

/** What is used of WebAssembly, whose types come with the browser's library alone. */
interface Assembly {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): number }
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> }
}
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Assembly }

const rowsOfBlock = 64
const pageBytes = 2 ** 16

const compiled = new WebAssembly.Module(readFileSync(new URL('./kernel.wasm', import.meta.url)))

/** The kernel for vectors of `dimensions` numbers, a multiple of 16. No sum of products may leave 32 bits. */
export const createKernel = (dimensions: number): Kernel => {
  if (dimensions % 16 !== 0) throw new RangeError(`dimensions must be a multiple of 16, not ${dimensions}`)
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = new WebAssembly.Instance(compiled, { index: { memory } })
  const scan = exports.scan as (query: number, matrix: number, rows: number, dimensions: number, out: number) => void

  const blockBytes = rowsOfBlock * dimensions
  const outAt = dimensions * Int16Array.BYTES_PER_ELEMENT
  const blocksAt = outAt + 4 * rowsOfBlock
  const unused: number[] = []
  let blocks = 0
  // Growing the memory detaches every view of it.
  const productsNow = (): Int32Array => new Int32Array(memory.buffer, outAt, rowsOfBlock)
  let products = productsNow()
  const addressOf = (block: number): number => blocksAt + block * blockBytes

  return {
    rowsOfBlock,
    allocate: () => {
      const free = unused.pop()
      if (free !== undefined) return free
      const missing = addressOf(blocks + 1) - memory.buffer.byteLength
      if (missing > 0) {
        memory.grow(Math.ceil(missing / pageBytes))
        products = productsNow()
      }
      return blocks++
    },
    free: block => void unused.push(block),
    row: (block, row) => new Int8Array(memory.buffer, addressOf(block) + row * dimensions, dimensions),
    ask: query => new Int16Array(memory.buffer, 0, dimensions).set(query),
    scan: (block, rows) => {
      if (rows > 0) scan(0, addressOf(block), rows, dimensions, outAt)
      return products
    },
  }
}

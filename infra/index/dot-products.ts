/**
 * A WebAssembly module, written out, because JavaScript has no vector instructions and no compiler belongs to this
 * project. It takes the dot product of one query with each of many records:
 *
 *   do
 *     stop = at + length; from = query; sum = 0
 *     do
 *       row = 16 bytes at `at`
 *       sum += row[0..7] × 8 int16 at `from`, row[8..15] × 8 int16 behind them
 *       from += 32; at += 16
 *     while at < stop
 *     int32 at `at` = the four lanes of sum, added
 *     at += 16
 *   while at < end
 */
const i32 = 0x7f
const v128 = 0x7b

const get = (local: number): readonly number[] => [0x20, local]
const set = (local: number): readonly number[] => [0x21, local]
const tee = (local: number): readonly number[] => [0x22, local]
const constant = (value: number): readonly number[] => [0x41, value]
const add = [0x6a]
const below = [0x49]
const loop = [0x03, 0x40]
const again = [0x0d, 0]
const end = [0x0b]
const store32 = [0x36, 2, 0]
const load128 = (offset: number): readonly number[] => [0xfd, 0x00, 0, offset]
const zero128 = [0xfd, 0x0c, ...new Array<number>(16).fill(0)]
const lowHalf16 = [0xfd, 0x87, 1]
const highHalf16 = [0xfd, 0x88, 1]
const dot16 = [0xfd, 0xba, 1]
const add32x4 = [0xfd, 0xae, 1]
const lane32 = (lane: number): readonly number[] => [0xfd, 0x1b, lane]

const [query, at, until, length, stop, from, sum, row] = [0, 1, 2, 3, 4, 5, 6, 7] as const

const code = [
  ...loop,
  ...[...get(at), ...get(length), ...add, ...set(stop)],
  ...[...get(query), ...set(from)],
  ...[...zero128, ...set(sum)],
  ...loop,
  ...[...get(sum), ...get(at), ...load128(0), ...tee(row), ...lowHalf16, ...get(from), ...load128(0), ...dot16],
  ...add32x4,
  ...[...get(row), ...highHalf16, ...get(from), ...load128(16), ...dot16, ...add32x4, ...set(sum)],
  ...[...get(from), ...constant(32), ...add, ...set(from)],
  ...[...get(at), ...constant(16), ...add, ...tee(at), ...get(stop), ...below, ...again],
  ...end,
  ...[...get(at), ...get(sum), ...lane32(0), ...get(sum), ...lane32(1), ...add],
  ...[...get(sum), ...lane32(2), ...add, ...get(sum), ...lane32(3), ...add, ...store32],
  ...[...get(at), ...constant(16), ...add, ...tee(at), ...get(until), ...below, ...again],
  ...end,
  ...end,
]

/** A size as the format has it: seven bits a byte, the lowest first. */
const size = (value: number): readonly number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...size(Math.floor(value / 128))]
const section = (id: number, ...content: readonly number[]): readonly number[] => [
  id,
  ...size(content.length),
  ...content,
]
const name = (text: string): readonly number[] => [text.length, ...Buffer.from(text)]

const body = [2, 2, i32, 2, v128, ...code]

const module = new WebAssembly.Module(
  Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 1, 0x60, 4, i32, i32, i32, i32, 0),
    ...section(2, 1, ...name('host'), ...name('memory'), 0x02, 0, 1),
    ...section(3, 1, 0),
    ...section(7, 1, ...name('run'), 0, 0),
    ...section(10, 1, ...size(body.length), ...body),
  ),
)

/**
 * `query` is the address of `length` int16, `records` that of int8 records, each of `length` and 16 bytes more: the dot
 * product is written behind the `length` bytes as an int32. `until` is the address behind the last record; there is at
 * least one. `length` is a multiple of 16. A sum that no int32 can hold is wrong.
 */
export type DotProducts = (query: number, records: number, until: number, length: number) => void

/** The module over a memory. */
export const dotProductsIn = (memory: WebAssembly.Memory): DotProducts =>
  new WebAssembly.Instance(module, { host: { memory } }).exports.run as DotProducts

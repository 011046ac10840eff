import { exchange } from '../exchange.ts'

/** One answer of Redis as text, or null while it is not whole. Errors throw. Only what the commands here get: no arrays. */
const answerOf = (received: Buffer): string | null => {
  const end = received.indexOf('\r\n')
  if (end < 0) return null
  const first = received.toString('utf8', 1, end)
  const kind = String.fromCharCode(received[0]!)
  if (kind === '-') throw new Error(first)
  if (kind !== '$') return first
  const size = Number(first)
  return received.length < end + 2 + size + 2 ? null : received.toString('utf8', end + 2, end + 2 + size)
}

/** Sends one command to the Redis at `host:port`, over a connection of its own, and gives its answer. Rejects with its error. */
export const redisCommand = (address: string, ...words: readonly (string | number)[]): Promise<string> => {
  const parts = words.map(word => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`)
  return exchange(address, Buffer.from(`*${words.length}\r\n${parts.join('')}`), answerOf)
}

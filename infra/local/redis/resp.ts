import { exchange } from '../exchange.ts'

type Words = readonly (string | number)[]

/** The first answer of Redis as text, and what follows it; null while it is not whole. Errors throw. Only what the commands here get: no arrays. */
const answerOf = (received: Buffer): { readonly text: string; readonly rest: Buffer } | null => {
  const end = received.indexOf('\r\n')
  if (end < 0) return null
  const first = received.toString('utf8', 1, end)
  const kind = String.fromCharCode(received[0]!)
  if (kind === '-') throw new Error(first)
  const from = end + 2
  if (kind !== '$') return { text: first, rest: received.subarray(from) }
  const to = from + Number(first)
  return received.length < to + 2
    ? null
    : { text: received.toString('utf8', from, to), rest: received.subarray(to + 2) }
}

const lastOf = (received: Buffer, count: number): string | null => {
  const answer = answerOf(received)
  return answer !== null && count > 1 ? lastOf(answer.rest, count - 1) : (answer?.text ?? null)
}

const packed = (words: Words): string =>
  `*${words.length}\r\n${words.map(word => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join('')}`

/** Who logs in, by the user and the password of a URL; nothing where it has none. */
const login = ({ username, password }: URL): Words[] =>
  password === '' ? [] : [['AUTH', ...(username === '' ? [] : [username]), password].map(decodeURIComponent)]

/** Sends one command to the Redis at a `redis://` URL, over a connection of its own, and gives its answer. Rejects with its error. */
export const redisCommand = (url: string, ...words: Words): Promise<string> => {
  const address = new URL(url)
  const commands = [...login(address), words]
  return exchange(address.host, Buffer.from(commands.map(packed).join('')), received =>
    lastOf(received, commands.length),
  )
}

import { exchange } from '../exchange.ts'

/**
 * Releases by the highest level of the feature `metadata.version` that a cluster of theirs finalises, as `kafka-storage
 * version-mapping` prints it: the wire protocol has no version of the software.
 */
const releases: readonly (readonly [level: number, release: string])[] = [
  [33, '4.4'],
  [30, '4.3'],
  [29, '4.2'],
  [27, '4.1'],
  [25, '4.0'],
  [21, '3.9'],
]

const apiVersionsKey = 18
const apiVersionsVersion = 3

/** A request for ApiVersions, with its length before it: https://kafka.apache.org/protocol */
const request = (): Buffer => {
  const compact = (text: string): Buffer => Buffer.concat([Buffer.from([text.length + 1]), Buffer.from(text)])
  const client = 'turnstream'
  const head = Buffer.alloc(10)
  head.writeInt16BE(apiVersionsKey, 0)
  head.writeInt16BE(apiVersionsVersion, 2)
  head.writeInt32BE(1, 4)
  head.writeInt16BE(client.length, 8)
  const noTags = Buffer.from([0])
  const body = Buffer.concat([head, Buffer.from(client), noTags, compact(client), compact('1'), noTags])
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length)
  return Buffer.concat([length, body])
}

const reader = (bytes: Buffer) => {
  let at = 0
  const take = (size: number): Buffer => {
    at += size
    return bytes.subarray(at - size, at)
  }
  const int16 = (): number => take(2).readInt16BE()
  const varint = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = take(1)[0]!
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  const array = <T>(element: () => T): T[] => Array.from({ length: varint() - 1 }, element)
  const text = (): string => take(varint() - 1).toString()
  const skipTags = (): void => {
    for (let left = varint(); left > 0; left--) {
      varint()
      take(varint())
    }
  }
  return { take, int16, varint, array, text, skipTags }
}

const finalizedFeatures = 2

/** The level of each finalised feature in an answer to ApiVersions, without its length. */
const featuresOf = (answer: Buffer): Map<string, number> => {
  const { take, int16, varint, array, skipTags } = reader(answer)
  take(4) // correlation id
  const error = int16()
  if (error !== 0) throw new Error(`the broker answered ApiVersions with error ${error}`)
  array(() => {
    take(6) // api key, lowest and highest version
    skipTags()
  })
  take(4) // throttle time
  for (let left = varint(); left > 0; left--) {
    const tag = varint()
    const value = take(varint())
    if (tag !== finalizedFeatures) continue
    const features = reader(value)
    return new Map(
      features.array(() => {
        const name = features.text()
        const level = features.int16()
        features.int16()
        features.skipTags()
        return [name, level] as const
      }),
    )
  }
  return new Map()
}

/**
 * The release of a Kafka cluster, `4.4`, told by the level of `metadata.version` that its broker answers to ApiVersions. A level
 * between two releases counts as the older one, one above all as the newest with a plus.
 */
export const kafkaVersion = async (brokers: string): Promise<string> => {
  const errors: unknown[] = []
  for (const broker of brokers.split(',')) {
    try {
      const answer = await exchange(broker.trim(), request(), received =>
        received.length >= 4 && received.length >= 4 + received.readInt32BE(0) ? received.subarray(4) : null,
      )
      const level = featuresOf(answer).get('metadata.version') ?? 0
      const [known, release] = releases.find(([least]) => level >= least) ?? [0, `older than 3.9 (level ${level})`]
      return known === releases[0]![0] && level > known ? `${release}+` : release
    } catch (error) {
      errors.push(error)
    }
  }
  throw errors[0]
}

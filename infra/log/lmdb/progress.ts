import type { Progress, TopicPartition } from '../../../processors/ports/log.ts'
import type { Environment } from './environment.ts'
import type { Overlay, Write } from './overlay.ts'

/** Progress of groups, in the table `meta`: u64 next, then a u64 for each offset done out of order. */

const keyOf = (group: string, topic: number, partition: number): string =>
  `progress/${group.toWellFormed()}\0${topic}/${partition}`

/** `topic` is the number of the topic. */
export const progressWrite = (group: string, topic: number, progress: Progress): Write => {
  const value = Buffer.allocUnsafe(8 + 8 * progress.done.length)
  value.writeBigUInt64BE(progress.next)
  progress.done.forEach((offset, i) => {
    value.writeBigUInt64BE(offset, 8 + 8 * i)
  })
  return { table: 'meta', key: keyOf(group, topic, progress.partition), value }
}

/** Null when the group has committed nothing for the partition. */
export const readProgress = (
  { meta }: Environment,
  overlay: Overlay,
  group: string,
  topic: number,
  at: TopicPartition,
): Progress | null => {
  const key = keyOf(group, topic, at.partition)
  const value = overlay.get('meta', key) ?? meta.getBinary(Buffer.from(key))
  if (value === undefined) return null
  const done: bigint[] = []
  for (let i = 8; i < value.length; i += 8) done.push(value.readBigUInt64BE(i))
  return { topic: at.topic, partition: at.partition, next: value.readBigUInt64BE(0), done }
}

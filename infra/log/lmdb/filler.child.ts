import { spawnSync } from 'node:child_process'
import { isTurnstreamError } from '../../../processors/errors.ts'
import { openLmdbLog } from './open.ts'
import { aRecord, oneTopic } from './scratch.ts'

/*
 * Appends, under a limit on the size of files, until the log refuses; then lifts the limit and appends once more. Prints
 * the number of acknowledged records, the code of the refusal, and what the log then has.
 */
const [dir] = process.argv.slice(2)
const log = await openLmdbLog({ dir: dir! })
await log.createTopics(oneTopic('t'))
let acknowledged = 0
const appendSome = () =>
  Promise.allSettled(
    Array.from({ length: 8 }, async (_, i) => {
      const values = [`${'x'.repeat(5_000)}${i}`, 'pair']
      await log.append(values.map(value => aRecord('t', value, { ce_id: `${acknowledged}-${i}` })))
      acknowledged += 2
    }),
  )

let refusal: unknown
while (refusal === undefined) refusal = (await appendSome()).find(each => each.status === 'rejected')?.reason
process.stdout.write(`${acknowledged} ${isTurnstreamError(refusal) ? refusal.code : refusal}\n`)
process.stdout.write(`${await log.end({ topic: 't', partition: 0 })}\n`)
const lifted = spawnSync('prlimit', [`--pid=${process.pid}`, '--fsize=unlimited:unlimited'])
process.stdout.write(`${lifted.status === 0 ? 'lifted' : lifted.stderr}\n`)
const again = await appendSome()
process.stdout.write(`${again.map(({ status }) => status).join()} ${acknowledged}\n`)
process.stdout.write(`${await log.end({ topic: 't', partition: 0 })}\n`)
await log.close()
process.stdout.write('closed\n')

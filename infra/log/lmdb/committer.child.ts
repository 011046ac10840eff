import { openLmdbLog } from './open.ts'
import { aRecord, oneTopic } from './scratch.ts'

/*
 * Commits numbers for ever, a few at a time, each as two records, progress and state in one commit; prints each number
 * once it is acknowledged. Goes on after the last number that the log has.
 */
const [dir] = process.argv.slice(2)
const IN_FLIGHT = 8

const log = await openLmdbLog({ dir: dir! })
await log.createTopics([...oneTopic('left'), ...oneTopic('right')])
const member = await log.join('group', ['left'], { onAssigned: () => undefined, onRevoked: () => undefined })
let number = Number(await log.end({ topic: 'left', partition: 0 }))

const commitNext = async (): Promise<void> => {
  const mine = number++
  await log.commit({
    records: [aRecord('left', `${mine}`, { ce_id: `left-${mine}` }), aRecord('right', `${mine}`)],
    progress: [{ topic: 'left', partition: 0, next: BigInt(mine + 1), done: [] }],
    owners: member.assigned(),
    state: [{ store: 'numbers', key: 'last', value: Buffer.from(`${mine}`) }],
  })
  process.stdout.write(`${mine}\n`)
}

await Promise.all(
  Array.from({ length: IN_FLIGHT }, async () => {
    for (;;) await commitNext()
  }),
)

import { expect, it, onTestFinished } from 'vitest'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { shared } from './needs.ts'
import { openPlatform } from './platform.ts'
import { checkLog, readLog } from './servers.log.ts'
import { type Broken, startServers } from './servers.ts'

const WITHIN_MS = 180_000

await describeOn('A server that is killed in the middle of a paid call', { kafka: shared('kafka') }, ({ kafka }) => {
  const brokers = kafka.address.split(',')

  /** Gives what checks the log that it and whoever was started in its place leave. */
  const killInMidCall = async (broken?: Broken) => {
    const servers = await startServers(
      { kafka: kafka.address },
      {},
      { answer: () => 'one two three four five six', perTokenMs: 300 },
    )
    onTestFinished(servers.stop)
    const first = await servers.start('first', broken)
    const prefix = servers.env.TURNSTREAM_KAFKA_PREFIX!
    const platform = await openPlatform(brokers, prefix)
    const asked = [await platform.produce({ message: 'How do I mend a broken shelf?', conversation_id: 'c1' })]
    await platform.close()
    await eventually('the call has come to the provider', () => servers.stub.calls().length === 1, 60_000)
    await first.kill('SIGKILL')
    await servers.start('first', broken)
    const log = await readLog({ brokers, prefix }, asked)
    return () => checkLog(log, { asked, told: new Map(), invoice: servers.stub.invoice() })
  }

  it('is billed again, which nobody says who takes every call for the first', { timeout: WITHIN_MS }, async () => {
    const check = await killInMidCall('takes every call for the first')
    expect(check).toThrow(/^call \S+ is billed 2 times, which is not reported as ambiguous$/)
  })
  it('is billed again, and the log says so', { timeout: WITHIN_MS }, async () => {
    const check = await killInMidCall()
    expect(check()).toMatchObject({ turns: 1, billed: 1, billedAgain: 1, ambiguous: 1 })
  })
})

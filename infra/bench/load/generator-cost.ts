import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { seededRandom } from '../../runtime/simulation/random.ts'
import { openConnections } from './connections.ts'
import { runPhase } from './phase.ts'
import { chatRequest } from './request.ts'

const perSecond = 2_000
const warmupSeconds = 0.5

/**
 * CPU time that the generator spends on one request, µs: an open loop against a server that does nothing, in another
 * thread, of which only the time of this thread counts.
 */
export const measureGenerator = async (seconds: number): Promise<number> => {
  const worker = new Worker(new URL('./trivial.worker.ts', import.meta.url))
  const [origin] = (await once(worker, 'message')) as [string]
  const connections = openConnections(origin)
  const request = chatRequest('How do I return an item that I no longer want?')
  const send = (phaseSeconds: number) =>
    runPhase({
      connections,
      perSecond,
      warmupSeconds: 0,
      seconds: phaseSeconds,
      random: seededRandom(1),
      request: () => request,
      counted: null,
      patienceMs: 1_000,
    })
  try {
    await send(warmupSeconds)
    const before = process.threadCpuUsage()
    const { sent } = await send(seconds)
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / sent
  } finally {
    connections.close()
    await worker.terminate()
  }
}

import { expect, it } from 'vitest'
import { seededRandom } from '../../runtime/simulation/random.ts'
import type { Connections } from './connections.ts'
import { runPhase } from './phase.ts'
import type { Response } from './response.ts'

/** Answers at once, request by request as told. */
const connections = (answer: (number: number) => Response | null, outstanding = 0): Connections => {
  let sent = 0
  return {
    send: (_request, done) => done(answer(sent++)),
    outstanding: () => outstanding,
    sent: () => sent,
    close: () => undefined,
  }
}

const phase = (to: Connections) =>
  runPhase({
    connections: to,
    perSecond: 1_000,
    warmupSeconds: 0.1,
    seconds: 0.2,
    random: seededRandom(1),
    request: () => Buffer.from('x'),
    counted: ['cold'],
    patienceMs: 100,
  })

it('counts exactly the requests of the rate, without the warm-up, and times the layers that count', async () => {
  const { sent, answered, errors, latency, byLayer } = await phase(
    connections(number => ({ status: 200, layer: number % 4 === 0 ? 'cold' : 'exact' })),
  )
  expect({ sent, answered, errors }).toEqual({ sent: 200, answered: 200, errors: 0 })
  expect([latency.count(), byLayer.cold?.count(), byLayer.exact?.count()]).toEqual([50, 50, 150])
})

it('has errors for what is refused and for connections that break', async () => {
  const { answered, errors, latency } = await phase(
    connections(number => (number % 2 === 0 ? null : { status: 503, layer: 'cold' })),
  )
  expect({ answered, errors, timed: latency.count() }).toEqual({ answered: 0, errors: 200, timed: 0 })
})

it('gives up on a server that owes too much', async () => {
  const { gaveUp, sent } = await phase(connections(() => ({ status: 200, layer: 'cold' }), 5_001))
  expect([gaveUp, sent]).toEqual([true, 0])
})

import { idle } from '../load/idle.ts'
import { pump } from '../load/pump.ts'
import { memoryOf } from '../server/process.ts'
import { answersAfter } from '../traffic/manners.ts'
import { growth, type Sample } from './growth.ts'
import type { RunRow } from './row.ts'
import { mixedOf } from './traffic.ts'

const modelMs = 50

/** Anonymous memory of a freshly started server while it answers mixed traffic as fast as it can. */
export const memoryOverTurns: RunRow = async bed => {
  const { sizes, provider, corpus } = bed
  await bed.stop()
  await bed.start()
  const { server, connections, lane } = bed.up()
  const traffic = mixedOf(bed)
  const samples: Sample[] = []
  let turns = 0
  const sample = (): void => {
    const memory = memoryOf(server.pid)
    if (memory) samples.push({ turns, anonymousMb: memory.anonymousMb })
  }
  provider.behave(answersAfter(corpus, modelMs))
  const sampling = setInterval(sample, sizes.memorySampleMs)
  const { answered, errors, seconds } = await pump({
    connections,
    lane,
    request: () => traffic.next().request,
    enough: count => {
      turns = count
      return count >= sizes.memoryTurns
    },
  }).finally(() => clearInterval(sampling))
  sample()
  await idle(connections, lane, sizes.settleSeconds)
  provider.behave(answersAfter(corpus, 0))
  const lastHalf = samples.filter(({ turns: at }) => at >= answered / 2)
  const { share, perMillionTurnsMb } = growth(lastHalf)
  return {
    values: { most: Math.max(...lastHalf.map(({ anonymousMb }) => anonymousMb)), growth: share },
    count: answered,
    latencyMs: null,
    perSecond: answered / seconds,
    failure: errors > 0 ? `${errors} errors` : null,
    details: {
      turns: answered,
      errors,
      seconds,
      growthPerMillionTurnsMb: perMillionTurnsMb,
      samples: thinned(samples, 100),
    },
  }
}

/** At most so many of them, evenly spread. */
const thinned = (samples: readonly Sample[], most: number): readonly Sample[] => {
  const every = Math.ceil(samples.length / most)
  return samples.filter((_, at) => at % every === 0 || at === samples.length - 1)
}

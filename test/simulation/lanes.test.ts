import { describe, expect, it } from 'vitest'
import { invariants } from '../../infra/runtime/simulation/invariants.ts'
import { mutants } from '../../infra/runtime/simulation/mutants.ts'
import { type Outcome, report, simulate, type Variant } from '../../infra/runtime/simulation/simulate.ts'

const { SIM_SEED, SIM_SEEDS } = process.env
const seeds = SIM_SEED
  ? [Number(SIM_SEED)]
  : Array.from({ length: Number(SIM_SEEDS ?? 3_000) }, (_, index) => index + 1)

/** What must have happened in some seed, or the others prove nothing. */
const troubles = [
  'is revoked',
  'redelivered',
  'hangs',
  'resumes',
  'crashes',
  'drains',
  ': fenced',
  ': refused',
  'is not told that it was committed',
]

/** Seeds in which a broken runner must show. */
const within = 300

const firstCaught = async (variant: Variant, limit: number): Promise<{ seed: number; outcome: Outcome } | null> => {
  for (let seed = 1; seed <= limit; seed++) {
    const outcome = await simulate(seed, variant)
    if (outcome.violation) return { seed, outcome }
  }
  return null
}

describe('the lane runner, simulated', () => {
  it(`keeps every promise over ${seeds.length} seeds of moves, zombies, crashes, hangs and a log that fails`, async () => {
    for (const seed of seeds) {
      const outcome = await simulate(seed)
      if (outcome.violation) expect.fail(report(seed, outcome))
    }
  }, 3_600_000)

  it('meets every trouble that it is about', async () => {
    const met = new Set<string>()
    for (let seed = 1; seed <= 100; seed++)
      for (const event of (await simulate(seed)).trace)
        for (const trouble of troubles) if (event.includes(trouble)) met.add(trouble)
    expect([...met].sort()).toEqual([...troubles].sort())
  })

  it('runs a seed the same way every time', async () => {
    for (const seed of [1, 2, 3, 4]) expect((await simulate(seed)).trace).toEqual((await simulate(seed)).trace)
  })
})

describe('a runner broken on purpose is caught', () => {
  it.each(Object.entries(mutants))('one that %s', async (name, mutant) => {
    const caught = await firstCaught(mutant.variant, within)
    if (!caught) expect.fail(`${within} seeds do not tell the runner that ${name} from the right one`)
    const { seed, outcome } = caught
    console.log(`${name}: seed ${seed}, "${invariants[outcome.violation!.invariant]}"`)
    expect(mutant.breaks).toContain(outcome.violation!.invariant)
  })
})

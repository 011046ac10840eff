import { describe } from 'vitest'
import { aheadPromises, durabilityPromises } from './log.contract.ahead.ts'
import { commitPromises } from './log.contract.commits.ts'
import { groupPromises } from './log.contract.groups.ts'
import type { LogFactory } from './log.contract.kit.ts'
import { lossPromises } from './log.contract.loss.ts'
import { recordPromises } from './log.contract.records.ts'
import { viewPromises } from './log.contract.views.ts'

/**
 * Every promise of the event log port, as tests, against the logs that `factory` makes; offsets may have gaps. What becomes of
 * losses can be tested where the scenes have a `failingDisk`: a log that reads nothing ahead of it promises nothing about them.
 */
export const eventLogContract = (
  name: string,
  factory: LogFactory,
  { failingDisk }: { failingDisk: boolean },
): void => {
  describe(`event log: ${name}`, () => {
    recordPromises(factory)
    commitPromises(factory)
    viewPromises(factory)
    groupPromises(factory)
    aheadPromises(factory)
    if (!failingDisk) return
    durabilityPromises(factory)
    lossPromises(factory)
  })
}

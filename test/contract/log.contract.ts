import { describe } from 'vitest'
import { aheadPromises } from './log.contract.ahead.ts'
import { commitPromises } from './log.contract.commits.ts'
import { groupPromises } from './log.contract.groups.ts'
import type { LogFactory } from './log.contract.kit.ts'
import { lossPromises } from './log.contract.loss.ts'
import { recordPromises } from './log.contract.records.ts'
import { viewPromises } from './log.contract.views.ts'

/** Every promise of the event log port, as tests, against the logs that `factory` makes; offsets may have gaps. */
export const eventLogContract = (name: string, factory: LogFactory): void => {
  describe(`event log: ${name}`, () => {
    recordPromises(factory)
    commitPromises(factory)
    viewPromises(factory)
    groupPromises(factory)
    aheadPromises(factory)
    lossPromises(factory)
  })
}

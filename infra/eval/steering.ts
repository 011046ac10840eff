import type { DomainEvent } from '../../processors/event.ts'
import { idOf } from '../../processors/event.ts'
import { sceneOfKey } from '../../processors/resolve/identity.ts'
import { boundOf } from '../../processors/steer/bar.ts'
import { steer } from '../../processors/steer/decide.ts'
import { createGauge } from '../../processors/steer/measure.ts'
import { scopeKeyOf } from '../../processors/steer/trust.ts'
import { evolveViews, type Views } from '../../processors/views.ts'
import type { Resolution, TurnReceived } from '../../schemas/types.ts'
import { step } from '../runtime/decide.ts'
import { statesOf } from './states.ts'

/** Turns that are measured together: about what comes in the seconds that a server gathers for. */
const together = 20

export interface Checked {
  readonly turn: TurnReceived
  readonly resolution: Resolution
  readonly isRight: boolean
  readonly timeMs: number
}

/** What steers the judgement, and the views it leads to, without a log between them. */
export const createSteering = (initial: Views) => {
  let views = initial
  let gauge = createGauge()
  const standings = statesOf(steer.initialState)
  const take = (input: DomainEvent): void => {
    for (const steered of step(steer, standings, input, null, views))
      views = evolveViews(views, steered, views.versions.controlVersion + 1)
  }
  return {
    views: (): Views => views,
    /** Counts a resolved turn, and steers after every few. */
    resolved: (
      { turnId, tenant, conversationId, solo }: TurnReceived,
      resolution: Resolution,
      timeMs: number,
    ): void => {
      const data = { turnId, tenant, conversationId, solo, resolution }
      const id = idOf.resolved(turnId)
      gauge.add(
        { id, type: 'TurnResolved', key: turnId, timeMs, source: 'eval', subject: turnId, cause: null, data },
        views,
      )
      if (gauge.size() < together) return
      const measured = gauge.events()
      gauge = createGauge()
      for (const event of measured) take(event)
    },
    /** Tells whether a hit that was answered afresh was right. */
    checked: ({ turn: { turnId, tenant }, resolution, isRight, timeMs }: Checked): void => {
      const { entryId, confidence, check: propensity } = resolution
      const { scope } = boundOf(views, sceneOfKey(resolution.exactKey))
      if (entryId === null || confidence === null || propensity === null)
        throw new Error(`${turnId} is no hit that was chosen for a check`)
      take({
        id: `${turnId}.checked`,
        type: 'HitChecked',
        key: scopeKeyOf(tenant, scope),
        timeMs,
        source: 'eval',
        subject: turnId,
        cause: null,
        data: {
          ...{ turnId, tenant, scope, entryId, isRight, propensity, confidence },
          method: 'shadow',
          views: views.versions,
        },
      })
    },
  }
}

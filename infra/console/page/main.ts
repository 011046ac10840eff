import { json } from './api.ts'
import { startChat } from './chat.ts'
import { startExplanation } from './explanation.ts'
import { startFigures } from './figures.ts'
import { startLife } from './life.ts'
import { startPolicies } from './policies.ts'
import { startPools } from './pools.ts'
import { startReadiness } from './readiness.ts'
import { startReplays } from './replays.ts'
import { startReviews } from './reviews.ts'
import { startTheme } from './theme.ts'

startTheme()
const figures = startFigures()
const explain = startExplanation()
const reviews = startReviews(explain, figures.refresh)
const life = startLife(figures.refresh)
const policies = startPolicies(figures.refresh)
const pools = startPools()
const replays = startReplays(explain)
const chat = startChat({ explain, follow: life.show, marked: () => void reviews.refresh() })

const refresh = (): void => {
  figures.refresh()
  void replays.refresh()
  void policies.refresh()
  void pools.refresh()
  void reviews.refresh()
  json<{ scenes: readonly string[] }>('/v1/scenes').then(
    ({ scenes }) => {
      chat.offerScenes(scenes)
      policies.offerScenes(scenes)
    },
    // Without the list the one choice that always works is left; the state of the server tells why.
    () => undefined,
  )
}
refresh()
startReadiness(refresh)

import type { Configuration } from '../../processors/configuration.ts'
import type { ChatModels } from '../../processors/ports/models.ts'
import { classifierRouter } from '../../processors/route/classifier.ts'
import type { Router } from '../../processors/route/router.ts'
import { featureRouter } from '../../processors/route/score.ts'
import { readRouter, type VectorSpace } from './file.ts'

/** The router that is configured. Throws CONFIG_INVALID where its file or its pool will not do. */
export const openRouter = (
  { route, pools }: Pick<Configuration, 'route' | 'pools'>,
  models: Pick<ChatModels, 'call'>,
  vectors: VectorSpace,
): Router => {
  switch (route.router) {
    case 'features':
      return featureRouter
    case 'classifier': {
      const { pool, timeoutMs } = route.classifier
      return classifierRouter({ models, pool, model: pools[pool]!.model, timeoutMs })
    }
    default:
      return readRouter(route.model, route.router, vectors)
  }
}

import { turnstreamError } from '../../processors/errors.ts'
import type { Views } from '../../processors/views.ts'

/** The name under which the router chooses. */
export const autoModel = 'auto'

/** Models that a caller may name: `auto`, then each pool's own and those that may be pinned on it, each once. */
export const knownModels = ({
  configuration,
}: Views): readonly { readonly id: string; readonly pool: string | null }[] => {
  const known = new Map<string, string | null>([[autoModel, null]])
  for (const [name, pool] of Object.entries(configuration.pools))
    for (const id of [pool.model, ...pool.models]) if (!known.has(id)) known.set(id, name)
  return [...known].map(([id, pool]) => ({ id, pool }))
}

/** Throws UNKNOWN_SCENE with the list of scenes. No scene is fine: then it is recognised. */
export const checkScene = (scene: string | null, { configuration }: Views): void => {
  if (scene === null || configuration.scenes.includes(scene)) return
  throw turnstreamError('UNKNOWN_SCENE', `unknown scene; known are ${configuration.scenes.join(', ')}`, {
    details: { scenes: configuration.scenes },
  })
}

/** Throws UNKNOWN_MODEL with the list of models. */
export const checkModel = (model: string, views: Views): void => {
  if (model === autoModel) return
  const models = knownModels(views).map(({ id }) => id)
  if (models.includes(model)) return
  throw turnstreamError('UNKNOWN_MODEL', `unknown model; known are ${models.join(', ')}`, { details: { models } })
}

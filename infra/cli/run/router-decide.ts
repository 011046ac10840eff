import type { RouterList } from '../../gateway/routers.ts'
import type { RouterDecideOptions } from '../commands/router.ts'
import { printResult } from '../output.ts'
import { withSystem } from '../with-system.ts'
import { listText } from './router-proposals.ts'

/** Accepts or rejects a proposed router. Throws NOT_FOUND, CONFLICT where it would not count, BAD_REQUEST. */
export const routerDecide = async (
  id: string,
  decision: 'accept' | 'reject',
  { by, reason, ...options }: RouterDecideOptions,
): Promise<void> =>
  withSystem(options, async ({ post }) =>
    printResult(
      options.json,
      (await post(`/v1/router/proposals/${encodeURIComponent(id)}`, {
        decision,
        by,
        reason: reason ?? null,
      })) as RouterList,
      listText,
    ),
  )

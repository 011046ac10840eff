import type { DomainEvent } from '../../../processors/event.ts'
import { afterProposal, findProposal, type Routers } from '../../../processors/route/routers.ts'
import type { RouterProposed } from '../../../schemas/types.ts'
import { type ListedRouter, listedRouter } from '../../gateway/routers.ts'
import { readExamples } from '../../routing/retrain/examples.ts'
import { checkKind, proposalFrom } from '../../routing/retrain/retrain.ts'
import { createFacts } from '../../runtime/facts.ts'
import { followViews } from '../../runtime/views.ts'
import { openAppender } from '../append.ts'
import type { CommonOptions } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { keyedPartitions, openLogToRead } from '../log.ts'
import { note, printResult } from '../output.ts'
import { figuresText } from './router-proposals.ts'

interface Retrained extends ListedRouter {
  /** Whether it was proposed before, from the same log. */
  readonly known: boolean
}

/** What the log as it stands now teaches, beside whoever works on it. */
const learned = async (
  options: CommonOptions,
): Promise<{ readonly proposed: RouterProposed; readonly routers: Routers }> => {
  const configuration = configurationOf(options)
  const log = await openLogToRead(options, 'index')
  try {
    const views = await followViews(log, error => note(`turnstream: ${(error as Error).message}`))
    views.stop()
    const current = views.current()
    checkKind(current)
    const partitions = await keyedPartitions(log, configuration.log.partitions)
    const examples = await readExamples(log, partitions, createFacts(log))
    return { proposed: proposalFrom(examples, current), routers: current.routers }
  } finally {
    await log.close()
  }
}

const text = (retrained: Retrained): string => {
  const { proposal_id, state, known, judged, unhelpful, decided } = retrained
  const from = `learned from ${judged} judged turns${unhelpful === 0 ? '' : ` and ${unhelpful} marked unhelpful`}`
  const next =
    state === 'open'
      ? `Nothing is routed by it yet: turnstream router accept ${proposal_id} --by NAME`
      : `It is ${state}${decided ? `: ${decided.decision} by ${decided.by}` : ''}.`
  return `${known ? 'proposed before' : 'proposed'}: ${proposal_id}, ${from}\n${figuresText(retrained)}\n${next}`
}

/**
 * Proposes what was learned from the log, by an event. Throws UNAVAILABLE where there is no log, USAGE for a router that cannot be retrained so, CHECK_FAILED where
 * too few turns were judged or nothing better was found.
 */
export const routerRetrain = async (options: CommonOptions): Promise<void> => {
  const { proposed, routers } = await learned(options)
  const timeMs = Date.now()
  const { proposalId } = proposed
  const known = findProposal(routers, proposalId) !== undefined
  if (!known) {
    const event: DomainEvent<'RouterProposed'> = {
      id: `router.${proposalId}.proposed`,
      type: 'RouterProposed',
      key: 'router',
      timeMs,
      source: 'retrain',
      subject: proposalId,
      cause: null,
      data: proposed,
    }
    const appender = await openAppender(options)
    try {
      await appender.append([event])
    } finally {
      await appender.close()
    }
  }
  const after = afterProposal(routers, proposed, timeMs)
  const listed = listedRouter(findProposal(after, proposalId)!, after)
  await printResult(options.json, { ...listed, known }, text)
}

import { isJudgement } from './drift/judgement.ts'
import { isCheck } from './steer/check.ts'
import { isOfTask } from './warm/plan.ts'

const summary = /\.summary\.\d+$/

/** The turn that asks a model, for the n-th time, what a conversation had come to after another. */
export const summaryIdOf = (turnId: string, attempt: number): string => `${turnId}.summary.${attempt}`
export const isSummary = (turnId: string): boolean => summary.test(turnId)

/**
 * Why a turn was asked, which its id tells: `answer` for a customer; else by ourselves, for a task, to check a hit, to judge a route or to
 * sum up a conversation.
 */
export type Purpose = 'answer' | 'task' | 'check' | 'judgement' | 'summary'

export const purposeOf = (turnId: string): Purpose => {
  if (isOfTask(turnId)) return 'task'
  if (isCheck(turnId)) return 'check'
  if (isJudgement(turnId)) return 'judgement'
  return isSummary(turnId) ? 'summary' : 'answer'
}

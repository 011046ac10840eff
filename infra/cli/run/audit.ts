import { join } from 'node:path'
import { turnstreamError } from '../../../processors/errors.ts'
import { audit, type Subject } from '../../audit/audit.ts'
import { openAuditIndex } from '../../audit/index.ts'
import { followViews } from '../../runtime/views.ts'
import { auditText } from '../audit-text.ts'
import type { AuditOptions } from '../commands/audit.ts'
import { dataDirOf } from '../common.ts'
import { openLogToRead } from '../log.ts'
import { note, printResult } from '../output.ts'
import { startProgress } from '../progress.ts'

const subjectOf = ({ policy, entry, model }: AuditOptions): Subject => {
  const named: readonly Subject[] = [
    ...(policy === undefined ? [] : [{ policy }]),
    ...(entry === undefined ? [] : [{ entry }]),
    ...(model === undefined ? [] : [{ model }]),
  ]
  if (named.length === 1) return named[0]!
  throw turnstreamError('USAGE', 'audit is about one thing: name --policy, --entry or --model, and one of them alone')
}

/** Tells who was served by what the options name. Throws USAGE, and UNAVAILABLE where there is no log. */
export const auditLog = async (options: AuditOptions): Promise<void> => {
  const { from: fromMs, to: toMs, tenant = null, limit, json } = options
  const subject = subjectOf(options)
  if (fromMs > toMs) throw turnstreamError('USAGE', '--from is later than --to: swap them')
  const log = await openLogToRead(options, 'index')
  try {
    const index = await openAuditIndex(join(dataDirOf(options), 'audit'), log)
    const progress = startProgress('answers')
    try {
      const views = await followViews(log)
      views.stop()
      const { policies } = views.current()
      await index
        .catchUp(progress.update, (error: unknown) => note(`turnstream: ${(error as Error).message}`))
        .finally(progress.stop)
      const result = audit(index.between(fromMs, toMs), { subject, fromMs, toMs, tenant, limit }, log, policies)
      await printResult(json, result, auditText)
    } finally {
      await index.close()
    }
  } finally {
    await log.close()
  }
}

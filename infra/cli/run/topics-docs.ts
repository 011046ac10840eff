import { topicsPage } from '../../docs/topics.ts'
import { isStale, writePage } from '../../docs/write.ts'
import type { TopicsDocsOptions } from '../commands/topics.ts'
import { exitCodes } from '../exit.ts'
import { printResult } from '../output.ts'

const path = 'docs/reference/topics.md'

/** Writes, prints or checks the reference page of the topics. Exit code 1 where `--check` finds it stale. */
export const topicsDocs = async ({ stdout, check, json }: TopicsDocsOptions): Promise<void> => {
  const text = topicsPage()
  if (stdout) return printResult(json, { path, text }, () => text.trimEnd())
  const stale = isStale(path, text)
  if (check && stale) process.exitCode = exitCodes.checkFailed
  if (!check) writePage(path, text)
  await printResult(json, { path, stale: check ? stale : false }, () =>
    check ? `${path} is ${stale ? 'stale: turnstream topics docs' : 'fresh'}` : `${path} is written`,
  )
}
